package dev.sessioncleanup.format;

import dev.sessioncleanup.text.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. The first 1000 rows determine the widths, so that a long report starts at once
 * and needs little memory. A wider value in a later row shifts only its own line.
 */
final class TableRows implements ReportRows {
  private static final int MEASURED = 1_000;
  private static final String GAP = "  ";

  private final Appendable out;
  private final List<List<String>> waiting = new ArrayList<>();
  private List<ReportColumn> columns = List.of();
  private int[] widths = {};
  private boolean headed;
  private long count;

  TableRows(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<ReportColumn> all) {
    columns = all;
    widths = columns.stream().mapToInt(column -> column.name().length()).toArray();
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    count++;
    List<String> cells = values.stream().map(VisibleText::of).toList();
    if (headed) {
      line(cells);
      return;
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], width(cells.get(i)));
    }
    waiting.add(cells);
    if (waiting.size() == MEASURED) {
      head();
    }
  }

  @Override
  public void end() throws IOException {
    head();
    out.append(count == 1 ? "1 row\n" : count + " rows\n");
  }

  private void head() throws IOException {
    if (headed) {
      return;
    }
    headed = true;
    line(columns.stream().map(ReportColumn::name).toList());
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    line(rule);
    for (List<String> cells : waiting) {
      line(cells);
    }
    waiting.clear();
  }

  private void line(List<String> cells) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(Math.max(0, widths[i] - width(cells.get(i))));
      line.append(i == 0 ? "" : GAP)
          .append(columns.get(i).number() ? padding + cells.get(i) : cells.get(i) + padding);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
