package dev.sessioncleanup.restart;

import dev.sessioncleanup.simulator.PaveSimulator;
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

/** A database, a PAVE and the sessions that both should know of, with the processes between. */
final class World implements AutoCloseable {
  private final List<String> connection;
  private final DataSource database;
  private final List<Child> children = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  final PaveSimulator pave =
      new PaveSimulator()
          .account(Credentials.USERNAME, Credentials.API_KEY, Credentials.API_SECRET);
  final JdbcClient jdbc;
  private HeldReplies held = new HeldReplies(0);

  World(DataSource database, String url, String username, String password) {
    this.database = database;
    this.jdbc = JdbcClient.create(database);
    this.connection =
        List.of(
            "--spring.datasource.url=" + url,
            "--spring.datasource.username=" + username,
            "--spring.datasource.password=" + password);
  }

  /** Starts a command; settings given here stand in for those of every child. */
  Child start(String... words) {
    Child child = Child.start(arguments(words));
    children.add(child);
    return child;
  }

  /** The command with all that it needs to find this database and this PAVE. */
  List<String> arguments(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(Credentials.settings());
    arguments.add("--pave.base-url=" + pave.baseUrl());
    Stream.concat(connection.stream(), standard().stream())
        .filter(setting -> !given(setting, words))
        .forEach(arguments::add);
    return arguments;
  }

  private static boolean given(String setting, String... words) {
    String name = setting.substring(0, setting.indexOf('=') + 1);
    return List.of(words).stream().anyMatch(word -> word.startsWith(name));
  }

  private static List<String> standard() {
    return List.of(
        "--spring.flyway.enabled=false",
        "--pave.read-timeout=1s",
        "--pave.connect-timeout=1s",
        "--cleanup.rate=60/s",
        "--cleanup.max-attempts=8",
        "--cleanup.guard.max-share=1",
        "--cleanup.breaker.max-missing=1",
        "--cleanup.breaker.max-unexpected=1",
        "--cleanup.unavailable-after=20s",
        "--cleanup.grace=5s",
        "--logging.level.dev.sessioncleanup=debug");
  }

  /** Tracks the session and lets PAVE know of it. */
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
    if (!session.truth().equals(Session.UNKNOWN)) {
      pave.session(Credentials.API_KEY, session.key(), session.truth());
    }
  }

  /** Tracks so many stale sessions that are IDLE in truth. */
  void trackIdle(int count) {
    new TransactionTemplate(new JdbcTransactionManager(database))
        .executeWithoutResult(
            together -> {
              for (int i = 0; i < count; i++) {
                track(Session.stale(sessions.size(), "IDLE"));
              }
            });
  }

  /** The server notices by and by that nobody is there any more; here at once. */
  void forgetLostConnections() {
    Blow.cut(this, "session-cleanup%");
  }

  List<Session> sessions() {
    return Collections.unmodifiableList(sessions);
  }

  DataSource database() {
    return database;
  }

  /** How many rows a condition on an audit row counts. */
  long audited(String condition) {
    return number("select count(*) from session_audit a where " + condition);
  }

  long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  List<String> texts(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }

  /** Waits for the condition, but no longer than that; a database that is away is waited for. */
  static boolean await(Duration longest, BooleanSupplier condition) {
    try {
      Awaitility.await()
          .atMost(longest)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .ignoreExceptionsInstanceOf(DataAccessException.class)
          .until(condition::getAsBoolean);
      return true;
    } catch (ConditionTimeoutException inVain) {
      return false;
    }
  }

  static void awaitOrFail(String what, BooleanSupplier condition) {
    if (!await(Duration.ofSeconds(60), condition)) {
      throw new AssertionError("waited in vain for: " + what);
    }
  }

  void holdReplies(HeldReplies replies) {
    held = replies;
    pave.beforeReply(replies);
  }

  void releaseReplies() {
    pave.beforeReply(exchange -> {});
    held.release();
  }

  List<Child> running() {
    return children.stream().filter(Child::alive).toList();
  }

  @Override
  public void close() {
    releaseReplies();
    children.forEach(Child::close);
    pave.close();
  }
}
