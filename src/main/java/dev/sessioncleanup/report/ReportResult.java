package dev.sessioncleanup.report;

import dev.sessioncleanup.format.ReportColumn;
import dev.sessioncleanup.format.ReportRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a result set into Java types that do not depend on the session's time zone. */
final class ReportResult {
  private final ResultSet results;
  private final List<ReportColumn> columns = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();

  ReportResult(ResultSet results) throws SQLException {
    this.results = results;
    ResultSetMetaData meta = results.getMetaData();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(new ReportColumn(meta.getColumnLabel(i), isNumber(meta.getColumnType(i))));
      readers.add(reader(meta.getColumnTypeName(i)));
    }
  }

  /** Passes every row on and returns the number of rows. */
  long readInto(ReportRows rows) throws SQLException {
    long count = 0;
    try {
      rows.begin(columns);
      for (; results.next(); count++) {
        rows.row(row());
      }
      rows.end();
    } catch (IOException e) {
      throw new UncheckedIOException("The report could not be written", e);
    }
    return count;
  }

  private List<@Nullable Object> row() throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(readers.size());
    for (Reader reader : readers) {
      values.add(reader.read(results, values.size() + 1));
    }
    return Collections.unmodifiableList(values);
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DOUBLE -> true;
      default -> false;
    };
  }

  // The driver's default for these two is a java.sql type that depends on the JVM's time zone.
  private static Reader reader(String type) {
    return switch (type) {
      case "timestamptz" -> ReportResult::moment;
      case "date" -> (results, column) -> results.getObject(column, LocalDate.class);
      default -> ResultSet::getObject;
    };
  }

  private static @Nullable Instant moment(ResultSet results, int column) throws SQLException {
    OffsetDateTime moment = results.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  /** Reads one column of the current row. */
  private interface Reader {
    @Nullable Object read(ResultSet results, int column) throws SQLException;
  }
}
