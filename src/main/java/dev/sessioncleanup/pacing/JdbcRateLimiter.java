package dev.sessioncleanup.pacing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rate limiter in PostgreSQL: the account's row is the clock for all processes. */
public final class JdbcRateLimiter implements RateLimiter {
  private static final String ASK =
      """
      select g.audit_id, g.verdict, g.slot_us, g.server_us, g.ask_us, g.share, g.held_us, g.reason
      from grant_slots(:account, :process, :lock_pid, :run, :rate, make_interval(secs => :floor),
                       make_interval(secs => :lead), :claims, :revisions, :sends) as g
      """;

  private static final String SLOW_DOWN =
      """
      with noted as (
        update cleanup_run r set throttled = r.throttled + 1, throttle_reason = :reason where r.run_id = :run
      )
      select slow_down(:account, to_timestamp(:sent), make_interval(secs => :retry_after), :rate, :reason)
      """;

  private final JdbcClient jdbc;
  private final Scope scope;
  private final IntSupplier lockPid;

  /**
   * @param process id of this process
   * @param ceiling of the account in this run
   * @param floor minimum age; younger sessions get no slot
   */
  public record Scope(String account, long runId, int process, Ceiling ceiling, Duration floor) {}

  public JdbcRateLimiter(JdbcClient jdbc, Scope scope, IntSupplier lockPid) {
    this.jdbc = jdbc;
    this.scope = scope;
    this.lockPid = lockPid;
  }

  /** One statement, committed by itself: an intent is on record before its call is sent. */
  @Override
  public GrantReply ask(List<SlotRequest> requests, long lead) {
    List<Grant> grants = new ArrayList<>(requests.size());
    long[] times = new long[2];
    Pace[] pace = {Pace.FULL};
    jdbc.sql(ASK)
        .param("account", scope.account())
        .param("process", scope.process())
        .param("lock_pid", lockPid.getAsInt())
        .param("run", scope.runId())
        .param("rate", scope.ceiling().rate().perSecond())
        .param("floor", scope.floor().toMillis() / 1000.0)
        .param("lead", lead / 1e9)
        .param("claims", requests.stream().map(SlotRequest::auditId).toArray(Long[]::new))
        .param("revisions", requests.stream().map(SlotRequest::revision).toArray(Integer[]::new))
        .param("sends", requests.stream().map(SlotRequest::send).toArray(Boolean[]::new))
        .query(
            row -> {
              String verdict = row.getString(2).toUpperCase(Locale.ROOT);
              grants.add(new Grant(row.getLong(1), Grant.Verdict.valueOf(verdict), row.getLong(3)));
              times[0] = row.getLong(4);
              times[1] = row.getLong(5);
              pace[0] = pace(row);
            });
    return new GrantReply(grants, times[0], times[1], pace[0]);
  }

  @Override
  public long clock() {
    return jdbc.sql("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
        .query(Long.class)
        .single();
  }

  private static Pace pace(ResultSet row) throws SQLException {
    long held = row.getLong(7);
    Instant until = row.wasNull() ? null : Instant.EPOCH.plus(held, ChronoUnit.MICROS);
    return new Pace(row.getDouble(6), until, row.getString(8));
  }

  @Override
  public void slowDown(long slotMicros, @Nullable Duration retryAfter, String reason) {
    jdbc.sql(SLOW_DOWN)
        .param("account", scope.account())
        .param("run", scope.runId())
        .param("sent", slotMicros / 1e6)
        .param("retry_after", retryAfter == null ? null : retryAfter.toMillis() / 1000.0)
        .param("rate", scope.ceiling().rate().perSecond())
        .param("reason", reason)
        .query((row, number) -> row.getObject(1))
        .single();
  }
}
