package dev.sessioncleanup.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows every other process that this one is alive: a session-level advisory lock on a connection
 * of its own. Whoever can take the lock of a process may take over its claims.
 *
 * <p>When the connection is lost, the same id is locked again; in between no grant is given (see
 * {@code grant_slots}).
 */
public final class ProcessLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProcessLock.class);
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final String SETTINGS =
      """
      set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
      set tcp_user_timeout = '25s'; set idle_session_timeout = 0; set idle_in_transaction_session_timeout = 0
      """;

  private final Callable<Connection> connector;
  private final int processId;
  private final Thread keeper;
  private volatile Connection connection;
  private volatile int backendPid;
  private volatile boolean held = true;
  private volatile boolean closed;

  private ProcessLock(Callable<Connection> connector, Connection connection) throws SQLException {
    this.connector = connector;
    this.connection = connection;
    this.processId = number(connection, "select nextval('cleanup_process_id')::integer");
    this.backendPid = lock(connection);
    this.keeper = Thread.ofPlatform().daemon().name("process-lock").unstarted(this::keep);
  }

  /**
   * Draws a new process id and locks it.
   *
   * @param connector opens a connection of its own, outside any pool, with a socket timeout
   * @throws SQLException when the database does not answer
   */
  public static ProcessLock acquire(Callable<Connection> connector) throws SQLException {
    ProcessLock lock = new ProcessLock(connector, connect(connector));
    lock.keeper.start();
    return lock;
  }

  public int processId() {
    return processId;
  }

  /** The server process that holds the lock, for {@code grant_slots} to compare. */
  public int backendPid() {
    return backendPid;
  }

  /** Whether the lock was held when last looked at. */
  public boolean held() {
    return held;
  }

  /** Looks at the connection now instead of at the next ping. */
  public void suspect() {
    LockSupport.unpark(keeper);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(keeper);
    closeQuietly(connection);
  }

  private void keep() {
    while (!closed) {
      LockSupport.parkNanos(held ? PING_NANOS : RETRY_NANOS);
      if (!closed) {
        ping();
      }
    }
  }

  private void ping() {
    try {
      if (held && number(connection, "select pg_backend_pid()") == backendPid) {
        return;
      }
      if (held) {
        log.warn("The connection that shows this process is alive was swapped; locking again.");
      }
    } catch (SQLException lost) {
      log.warn(
          "Lost the connection that shows this process is alive; nothing is sent until it is back. ({})",
          DatabaseFault.reason(lost));
    }
    held = false;
    closeQuietly(connection);
    reconnect();
  }

  private void reconnect() {
    try {
      Connection fresh = connect(connector);
      connection = fresh;
      backendPid = lock(fresh);
      held = true;
      log.info("This process ({}) shows again that it is alive.", processId);
    } catch (SQLException notYet) {
      log.debug("Not locked again yet: {}", DatabaseFault.reason(notYet));
    }
  }

  private int lock(Connection fresh) throws SQLException {
    try (var statement = fresh.createStatement()) {
      statement.execute(SETTINGS);
    }
    int pid = number(fresh, "select pg_backend_pid()");
    String lock =
        "select pg_try_advisory_lock('session_audit'::regclass::oid::integer, %d)::integer"
            .formatted(processId);
    if (number(fresh, lock) != 1) {
      closeQuietly(fresh);
      throw new SQLException("the lock of process %d is still held".formatted(processId));
    }
    return pid;
  }

  private static Connection connect(Callable<Connection> connector) throws SQLException {
    try {
      return connector.call();
    } catch (SQLException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new SQLException(failure);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void closeQuietly(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException ignored) {
      // it is lost anyway
    }
  }
}
