package dev.sessioncleanup.explain;

import dev.sessioncleanup.jdbc.Snapshots;
import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.ledger.SelectionParameters;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what a run would do with the sessions of its account; writes nothing. Every method throws
 * Spring's DataAccessException.
 */
final class NextRun {
  private static final int FETCH_SIZE = 1_000;

  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;

  NextRun(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    snapshot = Snapshots.of(dataSource);
  }

  /** Everything that is read inside is of one moment. The driver streams only in a transaction. */
  void atOneMoment(Runnable reading) {
    snapshot.executeWithoutResult(transaction -> reading.run());
  }

  /**
   * The sessions that a run looks at.
   *
   * @param createdTo the end of the range that a backfill asked for, null for a sweep
   * @param limit largest number of sessions with a DELETE, null for all
   */
  record Scope(Selection selection, @Nullable Instant createdTo, @Nullable Long limit) {

    /** The same sessions of another account. */
    Scope ofAccount(String account) {
      return new Scope(
          new Selection(
              selection.runId(),
              account,
              selection.createdFrom(),
              selection.createdBefore(),
              selection.floor()),
          createdTo,
          null);
    }

    /** As the named parameters of {@link NextSteps}. */
    Map<String, ? extends @Nullable Object> parameters(@Nullable String key) {
      Map<String, @Nullable Object> parameters = new HashMap<>(SelectionParameters.of(selection));
      parameters.put("created_to", Timestamps.parameter(createdTo));
      parameters.put("limit", limit);
      parameters.put("key", key);
      return parameters;
    }
  }

  /** How many sessions a step is for, and when the oldest of them was created. */
  record Count(long sessions, @Nullable Instant oldest) {}

  Map<NextStep, Count> counts(Scope scope) {
    Map<NextStep, Count> counts = new EnumMap<>(NextStep.class);
    jdbc.sql(NextSteps.COUNTS)
        .params(scope.parameters(null))
        .query(
            row -> {
              counts.put(
                  NextStep.of(row.getString("step")),
                  new Count(row.getLong("sessions"), Timestamps.read(row, "oldest")));
            });
    return counts;
  }

  /** First what would be deleted, oldest first; only within {@link #atOneMoment} row by row. */
  void forEach(Scope scope, Consumer<NextSession> consumer) {
    jdbc.sql(NextSteps.SESSIONS)
        .params(scope.parameters(null))
        .withFetchSize(FETCH_SIZE)
        .query(
            row -> {
              consumer.accept(NextSession.of(row, 0));
            });
  }

  /** Empty when the account has no such session. */
  Optional<NextSession> session(Scope scope, String key) {
    return jdbc.sql(NextSteps.SESSIONS)
        .params(scope.parameters(key))
        .query(NextSession::of)
        .optional();
  }
}
