package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows other processes that this one is alive: a session-level advisory lock on a separate
 * connection. When the lock of a process is free, others may take over its claims.
 *
 * <p>When the connection is lost, the process locks the same id again. Until then it gets no slots
 * (see {@code grant_slots}). Safe for use by many threads.
 */
public final class ProcessLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProcessLock.class);
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Callable<Connection> connector;
  private final int processId;
  private final Thread keeper;
  private volatile LockConnection connection;
  private volatile boolean locked = true;
  private volatile boolean closed;
  private volatile boolean noticedLostCommits;

  private ProcessLock(Callable<Connection> connector, LockConnection connection, int processId) {
    this.connector = connector;
    this.connection = connection;
    this.processId = processId;
    this.keeper = Thread.ofPlatform().daemon().name("process-lock").unstarted(this::keep);
  }

  /**
   * Gets a new process id from the database and locks it.
   *
   * @param connector opens a new connection outside any pool, with a socket timeout
   * @throws SQLException when the database does not answer
   */
  public static ProcessLock acquire(Callable<Connection> connector) throws SQLException {
    LockConnection connection = LockConnection.open(connector);
    var registration = register(connection, null);
    connection.lock(registration.processId());
    ProcessLock lock = new ProcessLock(connector, connection, registration.processId());
    lock.noticedLostCommits = registration.change() != null;
    lock.keeper.start();
    return lock;
  }

  public int processId() {
    return processId;
  }

  /** Whether this process found that the database may have lost commits. */
  public boolean noticedLostCommits() {
    return noticedLostCommits;
  }

  private static LockConnection.Registration register(
      LockConnection connection, @Nullable Integer processId) throws SQLException {
    var registration = connection.register(processId);
    if (registration.change() != null) {
      log.warn(
          "The database may have lost commits: {}. Sessions that exist now and are missing at PAVE are recorded as removed, inferred. If a backup was restored, see db/runbook.md.",
          registration.change());
    }
    return registration;
  }

  /** The pid of the server process that holds the lock; {@code grant_slots} compares it. */
  public int backendPid() {
    return connection.backendPid();
  }

  /** Checks the connection now instead of at the next ping. */
  public void checkNow() {
    LockSupport.unpark(keeper);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(keeper);
    connection.close();
  }

  private void keep() {
    while (!closed) {
      LockSupport.parkNanos(locked ? PING_NANOS : RETRY_NANOS);
      if (!closed) {
        ping();
      }
    }
  }

  private void ping() {
    try {
      if (locked && connection.isTheSame()) {
        return;
      }
      if (locked) {
        log.warn(
            "The connection that holds the advisory lock changed its server process. Taking the lock again.");
      }
    } catch (SQLException lost) {
      if (closed) {
        return; // close() was first
      }
      log.warn(
          "Lost the connection that holds the advisory lock. Nothing is sent until the lock is held again. ({})",
          DatabaseFault.outage(lost));
    }
    locked = false;
    connection.close();
    lockAgain();
  }

  private void lockAgain() {
    try {
      LockConnection fresh = LockConnection.open(connector);
      // Before the lock, because with it calls can be sent.
      if (register(fresh, processId).change() != null) {
        noticedLostCommits = true;
      }
      fresh.lock(processId);
      connection = fresh;
      if (closed) {
        fresh.close();
        return;
      }
      locked = true;
      log.info("Process {} holds its advisory lock again.", processId);
    } catch (SQLException notYet) {
      log.debug("The advisory lock could not be taken yet: {}", DatabaseFault.reason(notYet));
    }
  }
}
