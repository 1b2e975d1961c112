package dev.sessioncleanup.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives the header and the rows of a report. */
public interface ReportRows {
  void begin(List<ReportColumn> columns) throws IOException;

  void row(List<@Nullable Object> values) throws IOException;

  void end() throws IOException;
}
