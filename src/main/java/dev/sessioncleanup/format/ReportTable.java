package dev.sessioncleanup.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report in memory.
 *
 * @param rows in order; each value is a {@link String}, {@link Number}, {@link Boolean}, {@link
 *     java.time.Instant}, {@link java.time.LocalDate} or null
 */
public record ReportTable(List<ReportColumn> columns, List<List<@Nullable Object>> rows) {
  public ReportTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<@Nullable Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "A row has %d values, but the report has %d columns"
                .formatted(row.size(), columns.size()));
      }
    }
  }
}
