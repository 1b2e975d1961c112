package dev.sessioncleanup.report;

import dev.sessioncleanup.format.ReportRows;
import dev.sessioncleanup.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A report's query within a transaction. */
record ReportQuery(JdbcClient jdbc, ReportFile file) {
  private static final int FETCH_SIZE = 1_000;

  /** Passes the rows on and returns their number. */
  long stream(Map<String, String> parameters, ReportRows rows, Duration timeout) {
    long millis = timeout.isZero() ? 0 : Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    Instant now =
        jdbc.sql("select now() from set_config('statement_timeout', ?, true)")
            .param(String.valueOf(millis))
            .query(OffsetDateTime.class)
            .single()
            .toInstant();
    Map<String, @Nullable String> values = file.description().values(parameters, now);
    file.description().refuseEmptyRange(values);
    refuseUnknown(values);
    return Objects.requireNonNull(
        jdbc.sql(file.sql())
            .params(values)
            .withFetchSize(FETCH_SIZE)
            .query((ResultSetExtractor<Long>) results -> new ReportResult(results).readInto(rows)));
  }

  /** No rows would look like a true answer. */
  private void refuseUnknown(Map<String, @Nullable String> values) {
    String run = values.get("run");
    if (run != null && !exists("cleanup_run where run_id = cast(? as bigint)", run)) {
      throw new ReportParameterException(
          "There is no run %s. 'runs list' shows the runs.".formatted(run));
    }
    String account = values.get("account");
    if (account != null
        && !exists("cleanup_run where account = ?", account)
        && !exists("tracked_session where account = ?", account)) {
      throw new ReportParameterException(
          "There is no run and no tracked session of account '%s'. Check the name; capital letters matter."
              .formatted(VisibleText.of(account)));
    }
  }

  private boolean exists(String rows, String value) {
    return jdbc.sql("select exists (select from " + rows + ")")
        .param(value)
        .query(Boolean.class)
        .single();
  }
}
