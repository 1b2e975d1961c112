package dev.sessioncleanup.format;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** RFC 4180; see {@link ReportFormat#CSV} for what it does to formulas. */
final class CsvRows implements ReportRows {
  // The last four are the full-width forms of the first four; some spreadsheets accept them too.
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private final Appendable out;

  CsvRows(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<ReportColumn> columns) throws IOException {
    line(columns.stream().map(ReportColumn::name).collect(Collectors.joining(",")));
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    line(values.stream().map(CsvRows::field).collect(Collectors.joining(",")));
  }

  @Override
  public void end() {}

  private void line(String fields) throws IOException {
    out.append(fields).append("\r\n");
  }

  private static String field(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (!(value instanceof String text)) {
      return value.toString();
    }
    String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return needsQuotes(safe) ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  private static boolean needsQuotes(String text) {
    return text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ');
  }
}
