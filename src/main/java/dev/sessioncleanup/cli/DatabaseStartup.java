package dev.sessioncleanup.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessioncleanup.database.DatabaseFault;
import dev.sessioncleanup.database.DirectConnection;
import dev.sessioncleanup.database.FirstConnection;
import dev.sessioncleanup.database.PoolerCheck;
import dev.sessioncleanup.database.ProcessLock;
import dev.sessioncleanup.database.ServerCheck;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Connects to the database, checks it, and registers this process in it. */
final class DatabaseStartup {
  private static final Logger log = LoggerFactory.getLogger(DatabaseStartup.class);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final Application application;
  private final DirectConnection connector;
  private final FirstConnection first;

  private DatabaseStartup(Application application) {
    this.application = application;
    DataSourceProperties settings = application.get(DataSourceProperties.class);
    this.connector =
        new DirectConnection(
            settings.determineUrl(), settings.determineUsername(), settings.determinePassword());
    this.first = new FirstConnection(connector);
  }

  static DatabaseStartup of(Application application) {
    return new DatabaseStartup(application);
  }

  /** Connects and checks the server, for a command that only reads. Does not wait. */
  void checkForReading() throws SQLException {
    connect(false);
  }

  /** Connects and checks the server, for a command that writes. Does not wait. */
  void checkForWriting() throws SQLException {
    connect(true);
  }

  /**
   * Updates or checks the schema and takes the advisory lock that shows that this process is alive.
   * Waits up to {@code cleanup.unavailable-after} while the database is away; see {@link
   * FirstConnection} for what counts as away.
   */
  ProcessLock registerProcess() throws Exception {
    Duration longest = application.get(CleanupProperties.class).unavailableAfter();
    long begun = System.nanoTime();
    boolean logged = false;
    while (true) {
      try {
        return tryToRegister();
      } catch (SQLException | RuntimeException failure) {
        if (!first.isAway(failure) || System.nanoTime() - begun >= longest.toNanos()) {
          throw failure;
        }
        releaseIdleConnections();
        if (!logged) {
          logged = true;
          log.warn(
              "Waiting for the database, up to {} (cleanup.unavailable-after): {}",
              Durations.text(longest),
              failure instanceof SQLException
                  ? failure.getMessage()
                  : DatabaseFault.reason(failure));
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE);
      }
    }
  }

  private ProcessLock tryToRegister() throws SQLException {
    connect(true);
    if (application.migratesItself()) {
      application.schema().update();
    } else {
      application.schema().check();
    }
    return ProcessLock.acquire(connector);
  }

  /** Several processes that start at once would otherwise keep each other out of a full server. */
  private void releaseIdleConnections() throws SQLException {
    var pool =
        application.get(DataSource.class).unwrap(HikariDataSource.class).getHikariPoolMXBean();
    if (pool != null) { // null until its first connection is requested
      pool.softEvictConnections();
    }
  }

  /** Without the pool, so that a failure shows the server's own message at once. */
  private void connect(boolean writes) throws SQLException {
    try (var connection = first.call()) {
      ServerCheck.refuseUnusable(connection, writes);
      PoolerCheck.refusePooler(application.get(JdbcClient.class), connection);
    }
  }
}
