package dev.sessioncleanup.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a report is written. */
public enum ReportFormat {
  /**
   * For people: aligned columns and a count. Times are UTC to the second, control characters are
   * shown as {@code \u001b}, so that nothing in a remote reply can steer the terminal.
   */
  TABLE(TableRows::new),

  /** For people, where a table is too wide: a line for each value that there is. */
  RECORD(RecordRows::new),

  /**
   * For spreadsheets: RFC 4180 with a header; null is empty, an empty text is {@code ""}. A text
   * that a spreadsheet would run as a formula (one that begins with {@code = + - @}, a tab or a
   * line break) is preceded by an apostrophe; programs that need every byte read {@link #JSON}.
   */
  CSV(CsvRows::new),

  /** For programs: an array of objects, one a line, in ASCII; times are ISO-8601 in UTC. */
  JSON(JsonRows::new);

  @SuppressWarnings("ImmutableEnumChecker") // method references hold nothing
  private final Function<Appendable, ReportRows> rows;

  ReportFormat(Function<Appendable, ReportRows> rows) {
    this.rows = rows;
  }

  /**
   * Writes a report that is in memory.
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

  ReportRows rows(Appendable out) {
    return rows.apply(out);
  }
}
