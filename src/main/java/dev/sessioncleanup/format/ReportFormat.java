package dev.sessioncleanup.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The output formats of reports. */
public enum ReportFormat {
  /**
   * For people: aligned columns and a count. Times are UTC to the second, control characters are
   * shown as {@code \u001b}, so that a remote reply cannot control the terminal.
   */
  TABLE(out -> new TableRows(out, Integer.MAX_VALUE)),

  /** For people, where a table is too wide: one line for each value that is not null. */
  RECORD(RecordRows::new),

  /**
   * For spreadsheets: RFC 4180 with a header; null is empty, an empty text is {@code ""}. A text
   * that a spreadsheet would run as a formula (one that begins with {@code = + - @}, a tab or a
   * line break) is preceded by an apostrophe; programs that need the exact text use {@link #JSON}.
   */
  CSV(CsvRows::new),

  /** For programs: an array of objects, one a line, in ASCII; times are ISO-8601 in UTC. */
  JSON(JsonRows::array),

  /** For programs that read line by line: an object a line, as in {@link #JSON}. */
  JSONL(JsonRows::lines);

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Function<Appendable, ReportRows> rows;

  ReportFormat(Function<Appendable, ReportRows> rows) {
    this.rows = rows;
  }

  /** The format of files whose name ends in .txt, .csv, .json, .jsonl or .ndjson. */
  public static Optional<ReportFormat> ofFile(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "txt" -> Optional.of(TABLE);
      case "csv" -> Optional.of(CSV);
      case "json" -> Optional.of(JSON);
      case "jsonl", "ndjson" -> Optional.of(JSONL);
      default -> Optional.empty();
    };
  }

  /**
   * Writes a report that is already in memory.
   *
   * @throws UncheckedIOException when {@code out} fails
   */
  public void write(ReportTable table, Appendable out) {
    try {
      ReportRows target = rows(out);
      target.begin(table.columns());
      for (List<@Nullable Object> row : table.rows()) {
        target.row(row);
      }
      target.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes rows as they come; a table is as wide as its rows. */
  public ReportRows rows(Appendable out) {
    return rows.apply(out);
  }

  /**
   * As {@link #rows(Appendable)}; a table is cut to a width.
   *
   * @param width of the terminal, in columns
   */
  public ReportRows rows(Appendable out, int width) {
    return this == TABLE ? new TableRows(out, width) : rows(out);
  }
}
