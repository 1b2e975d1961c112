package dev.sessioncleanup.cli;

import dev.sessioncleanup.audit.DirectConnection;
import dev.sessioncleanup.audit.PoolerCheck;
import dev.sessioncleanup.audit.ProcessLock;
import java.sql.SQLException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first steps into the database, each of which may be refused. */
final class DatabaseDoor {
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

  /** Makes sure of the schema, then shows that this process is alive. */
  ProcessLock enter() throws SQLException {
    refusePooler();
    if (application.migratesItself()) {
      application.schema().migrate();
    } else {
      application.schema().check();
    }
    return ProcessLock.acquire(connector);
  }
}
