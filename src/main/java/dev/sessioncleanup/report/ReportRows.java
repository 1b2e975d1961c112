package dev.sessioncleanup.report;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives a report from its head to its last row. */
interface ReportRows {
  void begin(List<ReportColumn> columns) throws IOException;

  void row(List<@Nullable Object> values) throws IOException;

  void end() throws IOException;
}
