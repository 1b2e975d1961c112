package dev.sessioncleanup.section;

import dev.sessioncleanup.text.FormattedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table of a page. The first cell of each row names it. */
public final class PageTable {
  private final String id;
  private final String caption;
  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();
  private @Nullable String more;

  /** How a column is set. */
  public enum Kind {
    TEXT,
    NUMBER,
    /** Something to compare letter by letter. */
    CODE
  }

  public record Column(String name, Kind kind) {
    public boolean number() {
      return kind == Kind.NUMBER;
    }
  }

  public record Cell(@Nullable Object value, Kind kind, boolean first, String column) {
    public boolean number() {
      return kind == Kind.NUMBER;
    }

    public boolean time() {
      return value instanceof Instant;
    }

    public boolean code() {
      return kind == Kind.CODE;
    }
  }

  /**
   * @param columns names with {@code " | "} between them; one that begins with # is a number, with
   *     ! a code
   */
  PageTable(String id, String caption, String columns) {
    this.id = id;
    this.caption = caption;
    this.columns = Stream.of(columns.split(" \\| ", -1)).map(PageTable::column).toList();
  }

  private static Column column(String name) {
    return switch (name.charAt(0)) {
      case '#' -> new Column(name.substring(1), Kind.NUMBER);
      case '!' -> new Column(name.substring(1), Kind.CODE);
      default -> new Column(name, Kind.TEXT);
    };
  }

  PageTable row(List<? extends @Nullable Object> values) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      cells.add(new Cell(values.get(i), column.kind(), i == 0, column.name()));
    }
    rows.add(cells);
    return this;
  }

  PageTable rows(List<? extends List<? extends @Nullable Object>> all) {
    all.forEach(this::row);
    return this;
  }

  /** Says how many rows are left out, and what lists them; nothing where none is. */
  PageTable leftOut(long count, String listedBy) {
    if (count > 0) {
      more =
          "%s more %s not shown: %s"
              .formatted(FormattedText.of(count), count == 1 ? "is" : "are", listedBy);
    }
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  public String id() {
    return id;
  }

  public String caption() {
    return caption;
  }

  public List<Column> columns() {
    return columns;
  }

  public List<List<Cell>> rows() {
    return rows;
  }

  public @Nullable String more() {
    return more;
  }

  /** Whether it does not fit beside a chart. */
  public boolean wide() {
    return columns.size() > 7;
  }
}
