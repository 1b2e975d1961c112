package dev.sessioncleanup.format;

import dev.sessioncleanup.text.VisibleText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line per value, one block per row. Null values are omitted. */
final class RecordRows implements ReportRows {
  private final Appendable out;
  private List<ReportColumn> columns = List.of();
  private int width;
  private boolean first = true;

  RecordRows(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<ReportColumn> all) {
    columns = all;
    width = columns.stream().mapToInt(column -> column.name().length()).max().orElse(0);
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    if (!first) {
      out.append('\n');
    }
    first = false;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        String name = columns.get(i).name();
        out.append(name).append(" ".repeat(width + 2 - name.length()));
        out.append(VisibleText.of(values.get(i))).append('\n');
      }
    }
  }

  @Override
  public void end() {}
}
