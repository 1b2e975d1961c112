package dev.sessioncleanup.audit;

import java.util.EnumMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the audit says about a run. */
public final class RunCounts {
  private static final String COUNT =
      """
      select coalesce(a.outcome, 'open') as outcome, count(*) as sessions,
             count(*) filter (where a.attempts > 0) as sent,
             count(*) filter (where a.evidence = 'inferred' and a.outcome = 'removed') as inferred
      from session_audit a
      where a.run_id = :run
      group by 1
      order by 1
      """;

  private final JdbcClient jdbc;

  public RunCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param claimed all rows of the run
   * @param sent those for which a DELETE was granted
   * @param open those without an outcome
   * @param inferred removed, as inferred from a lost reply and a 404 after it
   */
  public record Counts(
      Map<Outcome, Long> outcomes, long claimed, long sent, long open, long inferred) {
    public long of(Outcome outcome) {
      return outcomes.getOrDefault(outcome, 0L);
    }
  }

  public Counts of(long runId) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long[] sums = new long[4];
    jdbc.sql(COUNT)
        .param("run", runId)
        .query(
            row -> {
              long sessions = row.getLong("sessions");
              sums[0] += sessions;
              sums[1] += row.getLong("sent");
              sums[3] += row.getLong("inferred");
              if (row.getString("outcome").equals("open")) {
                sums[2] += sessions;
              } else {
                outcomes.put(Outcome.of(row.getString("outcome")), sessions);
              }
            });
    return new Counts(outcomes, sums[0], sums[1], sums[2], sums[3]);
  }
}
