package dev.sessioncleanup.restart;

import dev.sessioncleanup.simulator.PaveSimulator;
import dev.sessioncleanup.truth.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database and a simulated PAVE with their sessions, and the processes of the program. */
final class ProcessWorld implements SystemUnderTest, AutoCloseable {
  /** A backfill with the same sessions as a sweep. */
  static final List<String> BACKFILL =
      List.of("backfill", "--from=2000-01-01", "--to=2100-01-01", "--yes");

  private final List<String> connection;
  private final DataSource database;
  private final List<ChildProcess> children = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  final PaveSimulator pave =
      new PaveSimulator()
          .account(Credentials.USERNAME, Credentials.API_KEY, Credentials.API_SECRET);
  final JdbcClient jdbc;
  private BlockedReplies blocked = new BlockedReplies(0);

  ProcessWorld(DataSource database, String url, String username, String password) {
    this.database = database;
    this.jdbc = JdbcClient.create(database);
    this.connection =
        List.of(
            "--spring.datasource.url=" + url,
            "--spring.datasource.username=" + username,
            "--spring.datasource.password=" + password);
  }

  @Override
  public JdbcClient jdbc() {
    return jdbc;
  }

  @Override
  public PaveSimulator pave() {
    return pave;
  }

  /** Starts a command; settings given here override the defaults of all processes. */
  ChildProcess start(String... commandLine) {
    ChildProcess child = ChildProcess.start(arguments(commandLine));
    children.add(child);
    return child;
  }

  ChildProcess start(List<String> commandLine) {
    return start(commandLine.toArray(String[]::new));
  }

  /** Starts a sweep and kills it when more than this number of outcomes are recorded. */
  void killSweepAfter(int outcomes) {
    ChildProcess sweep = start("sweep");
    awaitOrFail("some outcomes", () -> audited("a.outcome is not null") > outcomes);
    sweep.kill();
  }

  /** The command with the settings for this database and this PAVE. */
  List<String> arguments(String... commandLine) {
    List<String> arguments = new ArrayList<>(List.of(commandLine));
    arguments.addAll(Credentials.settings());
    arguments.add("--pave.base-url=" + pave.baseUrl());
    Stream.concat(connection.stream(), standard().stream())
        .filter(setting -> !given(setting, commandLine))
        .forEach(arguments::add);
    return arguments;
  }

  private static boolean given(String setting, String... commandLine) {
    String name = setting.substring(0, setting.indexOf('=') + 1);
    return List.of(commandLine).stream().anyMatch(argument -> argument.startsWith(name));
  }

  private static List<String> standard() {
    return List.of(
        "--spring.flyway.enabled=false",
        "--pave.read-timeout=20s",
        "--pave.connect-timeout=10s",
        "--cleanup.rate=60/s",
        "--cleanup.max-attempts=8",
        "--cleanup.guard.max-share=1",
        "--cleanup.breaker.max-missing=1",
        "--cleanup.breaker.max-unexpected=1",
        "--cleanup.unavailable-after=20s",
        "--cleanup.grace=20s",
        "--logging.level.dev.sessioncleanup=debug");
  }

  /** Tracks the session and adds it to PAVE. */
  void track(Session session) {
    sessions.add(session);
    jdbc.sql(
            """
            insert into tracked_session (session_key, status, created_at)
            values (:key, :status, now() - make_interval(days => :days))
            """)
        .param("key", session.key())
        .param("status", session.tracked())
        .param("days", session.days())
        .update();
    if (session.held()) {
      jdbc.sql("insert into session_hold (session_key, reason) values (:key, 'a customer asked')")
          .param("key", session.key())
          .update();
    }
    if (!session.paveStatus().equals(Session.UNKNOWN)) {
      pave.session(Credentials.API_KEY, session.key(), session.paveStatus());
    }
  }

  /** Tracks stale sessions that are IDLE at PAVE. */
  void trackIdle(int count) {
    new TransactionTemplate(new JdbcTransactionManager(database))
        .executeWithoutResult(
            together -> {
              for (int i = 0; i < count; i++) {
                track(Session.stale(sessions.size(), "IDLE"));
              }
            });
  }

  /** Cuts the connections of killed processes: the server may not notice a kill at once. */
  void forgetLostConnections() {
    Disruption.cut(this, "session-cleanup%");
  }

  List<Session> sessions() {
    return Collections.unmodifiableList(sessions);
  }

  DataSource database() {
    return database;
  }

  /** Counts the audit rows that match the condition. */
  long audited(String condition) {
    return number("select count(*) from session_audit a where " + condition);
  }

  long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  List<String> texts(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }

  /** Waits for the condition, at most the given time; a database outage is waited for. */
  static boolean await(Duration longest, BooleanSupplier condition) {
    try {
      Awaitility.await()
          .atMost(longest)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .ignoreExceptionsInstanceOf(DataAccessException.class)
          .until(condition::getAsBoolean);
      return true;
    } catch (ConditionTimeoutException timeout) {
      return false;
    }
  }

  static void awaitOrFail(String what, BooleanSupplier condition) {
    if (!await(Duration.ofMinutes(2), condition)) {
      throw new AssertionError("waited too long for: " + what);
    }
  }

  void blockReplies(BlockedReplies replies) {
    blocked = replies;
    pave.beforeReply(replies);
  }

  void unblockReplies() {
    pave.beforeReply(exchange -> {});
    blocked.release();
  }

  List<ChildProcess> running() {
    return children.stream().filter(ChildProcess::alive).toList();
  }

  @Override
  public void close() {
    unblockReplies();
    children.forEach(ChildProcess::close);
    pave.close();
  }
}
