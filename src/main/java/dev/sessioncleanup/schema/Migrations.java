package dev.sessioncleanup.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The scripts in db/migration as Flyway sees them: which were applied, and which are pending. */
final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  private final Flyway flyway;
  private final DataSource dataSource;
  private boolean announced;

  Migrations(Configuration settings, String history) {
    this.flyway =
        Flyway.configure()
            .configuration(settings)
            .table(history)
            // Other programs' tables are no obstacle, and a failure leaves none of ours behind.
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .baselineDescription(SchemaHistory.BASELINE)
            .group(true)
            .load();
    this.dataSource = flyway.getConfiguration().getDataSource();
  }

  MigrationInfo[] pending() {
    return flyway.info().pending();
  }

  /** The newest version applied, empty when there is none. */
  String version() {
    MigrationInfo newest = flyway.info().current();
    return newest == null ? "" : String.valueOf(newest.getVersion());
  }

  /** Applies what is pending; returns how many scripts that were. */
  int apply() {
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException failure) {
      throw MigrationFailure.described(failure);
    }
  }

  boolean exist() {
    return Arrays.stream(flyway.info().applied())
        .anyMatch(
            migration ->
                migration.getVersion() != null && migration.getState() != MigrationState.BASELINE);
  }

  /**
   * @throws SchemaException when there is no schema
   */
  void refuseMissing() throws SQLException {
    if (exist()) {
      return;
    }
    try (Connection connection = dataSource.getConnection()) {
      throw new SchemaException(
          "There is no session-cleanup schema in database %s (schema %s). If spring.datasource.url names the right"
                  .formatted(connection.getCatalog(), connection.getSchema())
              + " database, create it once with the command migrate.");
    }
  }

  /**
   * @throws SchemaException when the schema is newer and does more than add
   */
  void refuseNewer() throws SQLException {
    NewerSchema newer = new NewerSchema(flyway.info().all());
    if (newer.exists()) {
      newer.refuseUnlessItOnlyAdds(dataSource);
      if (!announced) {
        announced = true;
        log.warn(newer.notice());
      }
    }
  }
}
