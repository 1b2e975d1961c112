package dev.sessioncleanup.cli;

import dev.sessioncleanup.audit.DatabaseFault;
import dev.sessioncleanup.audit.DirectConnection;
import dev.sessioncleanup.audit.PoolerCheck;
import dev.sessioncleanup.audit.ProcessLock;
import dev.sessioncleanup.settings.CleanupProperties;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first steps into the database, each of which may be refused. */
final class DatabaseDoor {
  private static final Logger log = LoggerFactory.getLogger(DatabaseDoor.class);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final Application application;
  private final DirectConnection connector;

  private DatabaseDoor(Application application) {
    this.application = application;
    DataSourceProperties settings = application.get(DataSourceProperties.class);
    this.connector =
        new DirectConnection(
            settings.determineUrl(), settings.determineUsername(), settings.determinePassword());
  }

  static DatabaseDoor of(Application application) {
    return new DatabaseDoor(application);
  }

  /**
   * Connects once outside the pool, which fails at once and with the server's own words, and
   * refuses a pooler.
   */
  void refusePooler() throws SQLException {
    try (var connection = connector.call()) {
      PoolerCheck.refusePooler(application.get(JdbcClient.class), connection);
    }
  }

  /**
   * Makes sure of the schema, then shows that this process is alive. A server that says itself that
   * it is full or starting is waited for; one that does not answer may be the wrong address.
   */
  ProcessLock enter() throws Exception {
    Duration longest = application.get(CleanupProperties.class).unavailableAfter();
    long begun = System.nanoTime();
    boolean told = false;
    while (true) {
      try {
        return tryToEnter();
      } catch (SQLException | RuntimeException failure) {
        if (!saysSoItself(failure) || System.nanoTime() - begun >= longest.toNanos()) {
          throw failure;
        }
        if (!told) {
          told = true;
          log.warn("Waiting for the database: {}", DatabaseFault.reason(failure));
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE);
      }
    }
  }

  private static boolean saysSoItself(Exception failure) {
    String state = DatabaseFault.state(failure);
    return state.startsWith("53") || state.startsWith("57P");
  }

  private ProcessLock tryToEnter() throws SQLException {
    refusePooler();
    if (application.migratesItself()) {
      application.schema().migrate();
    } else {
      application.schema().check();
    }
    return ProcessLock.acquire(connector);
  }
}
