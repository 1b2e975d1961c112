package dev.sessioncleanup.pacing;

import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.settings.Rate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Claims of a running run whose process holds its lock; slots can be granted for them. */
final class PaceFixture implements AutoCloseable {
  static final int CLAIMS = 120;

  final TestDatabase database = TestDatabase.migrated();
  final JdbcClient jdbc;
  private final List<Connection> connections = new ArrayList<>();
  private final int process;
  private final int lockPid;

  PaceFixture() {
    jdbc = JdbcClient.create(new SingleConnectionDataSource(connect(), true));
    process = 7;
    lockPid = lock(process);
    jdbc.sql(
            """
            insert into cleanup_run (kind, account, created_before, state, process_id)
            values ('nightly', 'default', now(), 'running', :process);
            """)
        .param("process", process)
        .update();
    jdbc.sql(
            """
            with tracked as (
              insert into tracked_session (session_key, created_at)
              select 'PCE-' || lpad(i::text, 10, '0'), now() - interval '30 days' from generate_series(1, :claims) i
              returning session_key)
            insert into session_audit (run_id, session_key, claimed_by)
            select 1, session_key, :process from tracked order by session_key
            """)
        .param("claims", CLAIMS)
        .param("process", process)
        .update();
  }

  /** Adds another live process with its own run; it owns the claims from the given one on. */
  JdbcRateLimiter other(double perSecond, long firstClaim) {
    int other = process + 1;
    jdbc.sql(
            """
            insert into cleanup_run (kind, account, created_before, state, process_id)
            values ('nightly', 'default', now(), 'running', :other)
            """)
        .param("other", other)
        .update();
    jdbc.sql("update session_audit set claimed_by = :other where audit_id >= :first")
        .param("other", other)
        .param("first", firstClaim)
        .update();
    return slots(2, other, perSecond, lock(other));
  }

  /** Moves the stored times back, as if that much time had passed. */
  void pass(Duration time) {
    jdbc.sql(
            """
            update cleanup_pace
            set next_at = next_at - t.passed, held_until = held_until - t.passed,
                resumed_at = resumed_at - t.passed, reduced_at = reduced_at - t.passed
            from (select make_interval(secs => :seconds) as passed) t
            """)
        .param("seconds", time.toMillis() / 1000.0)
        .update();
  }

  /** Locks a process id on a separate connection; returns the connection's backend pid. */
  int lock(int id) {
    JdbcClient own = JdbcClient.create(new SingleConnectionDataSource(connect(), true));
    own.sql("select pg_advisory_lock('session_audit'::regclass::oid::integer, :id)")
        .param("id", id)
        .query(row -> {});
    return own.sql("select pg_backend_pid()").query(Integer.class).single();
  }

  JdbcRateLimiter slots(double perSecond) {
    return slots(perSecond, lockPid);
  }

  JdbcRateLimiter slots(double perSecond, int backendPid) {
    return slots(1, process, perSecond, backendPid);
  }

  JdbcRateLimiter slots(long run, int processId, double perSecond, int backendPid) {
    var terms =
        new JdbcRateLimiter.Scope(
            "default", run, processId, new Ceiling(new Rate(perSecond)), Duration.ofDays(1));
    return new JdbcRateLimiter(jdbc, terms, () -> backendPid);
  }

  /** Requests for a range of claims, unchanged since they were claimed. */
  static List<SlotRequest> deletes(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(id -> new SlotRequest(id, 0, true))
        .toList();
  }

  /** The granted slots, in the order of the requests. */
  static List<Long> granted(GrantReply grants) {
    return grants.grants().stream()
        .filter(answer -> answer.verdict() == Grant.Verdict.GRANTED)
        .map(Grant::slotMicros)
        .toList();
  }

  /** Requests one slot for the current state of the claim. */
  Grant ask(JdbcRateLimiter slots, long auditId) {
    return slots
        .ask(List.of(new SlotRequest(auditId, revision(auditId), true)), GrantLead.SHORTEST)
        .grants()
        .getFirst();
  }

  private int revision(long auditId) {
    return jdbc.sql("select coalesce(max(revision), 0) from session_audit where audit_id = :id")
        .param("id", auditId)
        .query(Integer.class)
        .single();
  }

  /** The database's clock, microseconds since the epoch. */
  long clock() {
    return number("(extract(epoch from clock_timestamp()) * 1000000)::bigint");
  }

  /** A column of the account's pace, as a whole number. */
  long number(String expression) {
    return jdbc.sql(
            "select " + expression + " from (values (1)) one left join cleanup_pace on true")
        .query(Long.class)
        .single();
  }

  void set(String assignments) {
    jdbc.sql("insert into cleanup_pace (account) values ('default') on conflict do nothing")
        .update();
    jdbc.sql("update cleanup_pace set " + assignments).update();
  }

  private Connection connect() {
    try {
      Connection connection = database.connection();
      connections.add(connection);
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (Connection connection : connections) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    database.close();
  }
}
