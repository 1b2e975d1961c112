package dev.sessioncleanup.format;

import dev.sessioncleanup.text.VisibleText;
import dev.sessioncleanup.text.Wrap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. The first 1000 rows determine the widths, so that a long report starts at once
 * and needs little memory. A wider value in a later row is cut if it is a text and the table has to
 * fit a terminal; otherwise it shifts only its own line.
 */
final class TableRows implements ReportRows {
  private static final int MEASURED = 1_000;

  private final Appendable out;
  private final int width;
  private final List<List<@Nullable Object>> waiting = new ArrayList<>();
  private List<ReportColumn> columns = List.of();
  private @Nullable TableLayout layout;
  private long count;

  /**
   * @param width of the terminal; {@link Integer#MAX_VALUE} where nothing may be cut
   */
  TableRows(Appendable out, int width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public void begin(List<ReportColumn> all) {
    columns = all;
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    count++;
    TableLayout known = layout;
    if (known != null) {
      line(known.line(texts(values)));
      return;
    }
    waiting.add(values);
    if (waiting.size() == MEASURED) {
      head();
    }
  }

  @Override
  public void end() throws IOException {
    TableLayout known = layout == null ? head() : layout;
    line(count == 1 ? "1 row" : count + " rows");
    if (!known.omitted().isEmpty()) {
      String omitted =
          "Not shown, as the terminal is too narrow: %s. --wide shows all columns, --format record one value a line."
              .formatted(String.join(", ", known.omitted()));
      for (String line : Wrap.lines("", "", omitted)) {
        line(line);
      }
    }
  }

  private TableLayout head() throws IOException {
    TableLayout found = TableLayout.of(columns, waiting, width);
    layout = found;
    line(found.line(columns.stream().map(ReportColumn::name).toList()));
    line(found.rule());
    for (List<@Nullable Object> values : waiting) {
      line(found.line(texts(values)));
    }
    waiting.clear();
    return found;
  }

  private static List<String> texts(List<@Nullable Object> values) {
    return values.stream().map(VisibleText::of).toList();
  }

  private void line(String text) throws IOException {
    out.append(text + "\n");
  }
}
