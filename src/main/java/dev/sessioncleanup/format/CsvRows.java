package dev.sessioncleanup.format;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 4180; see {@link ReportFormat#CSV} for what it does to formulas. */
final class CsvRows implements ReportRows {
  // The last four are the full-width forms of the first four; some spreadsheets accept them too.
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private final CsvWriter csv;

  CsvRows(Appendable out) {
    csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .quoteStrategy(QuoteStrategies.EMPTY) // null is not quoted
            .build(new AppendableWriter(out));
  }

  @Override
  public void begin(List<ReportColumn> columns) {
    csv.writeRecord(columns.stream().map(ReportColumn::name).toList());
  }

  @Override
  public void row(List<@Nullable Object> values) {
    List<@Nullable String> fields = new ArrayList<>(values.size());
    values.forEach(value -> fields.add(field(value)));
    csv.writeRecord(fields.toArray(new String[0]));
  }

  @Override
  public void end() throws IOException {
    csv.flush();
  }

  private static @Nullable String field(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      return value.toString();
    }
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
