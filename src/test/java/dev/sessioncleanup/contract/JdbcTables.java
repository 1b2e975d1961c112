package dev.sessioncleanup.contract;

import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.JdbcBacklog;
import dev.sessioncleanup.ledger.JdbcLedger;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.pacing.JdbcRateLimiter;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.runs.JdbcRuns;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.tracking.Standings;
import dev.sessioncleanup.tracking.TrackedSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The tables in a PostgreSQL database, initially empty. */
public final class JdbcTables implements TablesUnderTest {
  private static final Set<Outcome> NEED_NO_EVIDENCE = Set.of(Outcome.HELD, Outcome.FAILED);

  private final TestDatabase database;
  private final DataSource login;
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Integer, JdbcClient> locks = new HashMap<>();
  private final JdbcClient jdbc;
  private final JdbcClient ports;

  /**
   * @param database stays open; its rows are deleted, which is ten times faster than a new database
   * @param login the login that the ports connect with
   */
  public JdbcTables(TestDatabase database, DataSource login) {
    this.database = database;
    this.login = login;
    this.jdbc = connect(database.dataSource());
    this.ports = connect(login);
    // The replica role disables the triggers.
    jdbc.sql(
            """
            set session_replication_role = replica;
            delete from session_audit; delete from run_event; delete from cleanup_run; delete from cleanup_pace;
            delete from tracked_session; delete from session_hold; delete from session_reopen;
            set session_replication_role = default;
            """)
        .update();
  }

  /** A connection of the superuser. */
  public JdbcClient jdbc() {
    return jdbc;
  }

  /** The connection that all ports use. */
  JdbcClient ports() {
    return ports;
  }

  private JdbcClient connect(DataSource source) {
    try {
      Connection connection = source.getConnection();
      connections.add(connection);
      JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      // A test that waits for a lock fails instead of hanging.
      client.sql("set lock_timeout = '20s'").update();
      return client;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void track(String key, String account, String status, Duration age) {
    jdbc.sql(
            """
            insert into tracked_session (session_key, account, status, created_at)
            values (:key, :account, :status, clock_timestamp() - make_interval(secs => :age))
            """)
        .param("key", key)
        .param("account", account)
        .param("status", status)
        .param("age", seconds(age))
        .update();
  }

  @Override
  public void changeStatus(String key, String status) {
    tracked("status = :value", key, status);
  }

  @Override
  public void changeAccount(String key, String account) {
    tracked("account = :value", key, account);
  }

  @Override
  public void changeAge(String key, Duration age) {
    tracked("created_at = clock_timestamp() - make_interval(secs => :value)", key, seconds(age));
  }

  private void tracked(String assignment, String key, Object value) {
    jdbc.sql("update tracked_session set " + assignment + " where session_key = :key")
        .param("key", key)
        .param("value", value)
        .update();
  }

  @Override
  public void untrack(String key) {
    jdbc.sql("delete from tracked_session where session_key = :key").param("key", key).update();
  }

  @Override
  public void settle(String key) {
    jdbc.sql("update tracked_session set settled_at = clock_timestamp() where session_key = :key")
        .param("key", key)
        .update();
  }

  @Override
  public boolean isSettled(String key) {
    return jdbc.sql("select settled_at is not null from tracked_session where session_key = :key")
        .param("key", key)
        .query(Boolean.class)
        .single();
  }

  @Override
  public RowLock lock(String key) {
    JdbcClient tracker = connect(database.dataSource());
    tracker.sql("begin").update();
    tracker
        .sql("update tracked_session set updated_at = now() where session_key = :key")
        .param("key", key)
        .update();
    return () -> tracker.sql("rollback").update();
  }

  @Override
  public void hold(String key, @Nullable Duration expiresIn) {
    jdbc.sql(
            """
            insert into session_hold (session_key, reason, expires_at)
            values (:key, 'a customer asked', clock_timestamp() + make_interval(secs => :expires))
            """)
        .param("key", key)
        .param("expires", expiresIn == null ? null : seconds(expiresIn))
        .update();
  }

  @Override
  public void reopen(String key) {
    jdbc.sql(
            """
            insert into session_reopen (session_key, reason, reopened_by)
            values (:key, 'the key was wrong', 'an operator')
            """)
        .param("key", key)
        .update();
  }

  @Override
  public void recorded(String key, Outcome outcome, int unanswered) {
    jdbc.sql(
            """
            with run as (
              insert into cleanup_run (kind, account, created_before, state)
              values ('nightly', 'default', now() - interval '8 days', 'complete')
              returning run_id
            )
            insert into session_audit (run_id, session_key, outcome, evidence, attempts, unanswered)
            select r.run_id, :key, :outcome, :evidence, 1, :unanswered from run r
            """)
        .param("key", key)
        .param("outcome", outcome.sql())
        .param("evidence", NEED_NO_EVIDENCE.contains(outcome) ? null : "confirmed")
        .param("unanswered", unanswered)
        .update();
  }

  @Override
  public Instant clock() {
    return jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
  }

  @Override
  public void pass(Duration time) {
    jdbc.sql(
            """
            update cleanup_pace
            set next_at = next_at - t.passed, held_until = held_until - t.passed,
                resumed_at = resumed_at - t.passed, reduced_at = reduced_at - t.passed
            from (select make_interval(secs => :seconds) as passed) t
            """)
        .param("seconds", seconds(time))
        .update();
  }

  @Override
  public int startProcess() {
    int process =
        ports.sql("select nextval('cleanup_process_id')::integer").query(Integer.class).single();
    locks.put(process, connect(login));
    lockAgain(process);
    return process;
  }

  @Override
  public void loseLock(int process) {
    lockOf(process).sql("select pg_advisory_unlock_all()").query(row -> {});
  }

  @Override
  public void lockAgain(int process) {
    lockOf(process)
        .sql("select pg_advisory_lock('session_audit'::regclass::oid::integer, :process)")
        .param("process", process)
        .query(row -> {});
  }

  private JdbcClient lockOf(int process) {
    return Objects.requireNonNull(locks.get(process), "no such process");
  }

  private int lockPid(int process) {
    return lockOf(process).sql("select pg_backend_pid()").query(Integer.class).single();
  }

  @Override
  public void changeState(long runId, RunState state) {
    jdbc.sql("update cleanup_run set state = :state where run_id = :run")
        .param("state", state.sql())
        .param("run", runId)
        .update();
  }

  @Override
  public Ledger ledger(int process) {
    return new JdbcLedger(ports, process);
  }

  @Override
  public Backlog backlog(int process) {
    return new JdbcBacklog(ports, process);
  }

  @Override
  public Standings standings() {
    return new TrackedSessions(ports);
  }

  @Override
  public Runs runs(int process) {
    return new JdbcRuns(ports, process);
  }

  @Override
  public RateLimiter limiter(int process, long runId, double rate) {
    var terms =
        new JdbcRateLimiter.Scope(
            TablesContract.ACCOUNT,
            runId,
            process,
            new Ceiling(new Rate(rate)),
            TablesContract.FLOOR);
    return new JdbcRateLimiter(ports, terms, () -> lockPid(process));
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
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
