package dev.sessioncleanup.database;

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

/**
 * Compares the version of the database schema with that of the program. Only {@link #migrate}
 * creates a schema.
 */
public final class Schema {
  private static final Logger log = LoggerFactory.getLogger(Schema.class);

  private final Flyway flyway;
  private final DataSource dataSource;
  private boolean announced;

  private Schema(Flyway flyway) {
    this.flyway = flyway;
    this.dataSource = flyway.getConfiguration().getDataSource();
  }

  /**
   * The schema as Flyway is set up.
   *
   * @throws SchemaException when there is no schema to look at
   */
  public static Schema of(Configuration settings) throws SQLException {
    String history;
    try (Connection connection = settings.getDataSource().getConnection()) {
      history = SchemaHistory.table(connection, settings.getTable());
    }
    return new Schema(
        Flyway.configure()
            .configuration(settings)
            .table(history)
            // Other programs' tables are no obstacle, and a failure leaves none of ours behind.
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .baselineDescription(SchemaHistory.BASELINE)
            .group(true)
            .load());
  }

  /**
   * Creates the schema or brings it up to date; returns how many scripts were applied.
   *
   * @throws SchemaException when the schema is newer than the program and does more than add, or
   *     tables of another program are in the way
   */
  public int migrate() throws SQLException {
    refuseNewer();
    if (!exists()) {
      refuseUnfitTables();
    }
    return applyMigrations();
  }

  /**
   * Brings an older schema up to date, and creates none.
   *
   * @throws SchemaException when there is no schema, or a newer one that does more than add
   */
  public void update() throws SQLException {
    refuseMissing();
    refuseNewer();
    if (flyway.info().pending().length > 0) {
      applyMigrations();
    }
  }

  /**
   * @throws SchemaException when the schema is older than the program, or newer and does more than
   *     add
   */
  public void check() throws SQLException {
    refuseMissing();
    refuseNewer();
    MigrationInfo[] pending = flyway.info().pending();
    if (pending.length > 0) {
      throw new SchemaException(
          "The schema is older than this program: %d migrations are missing, the first is %s. Run the command migrate."
              .formatted(pending.length, pending[0].getVersion()));
    }
  }

  /** The newest version applied, empty when there is none. */
  public String version() {
    MigrationInfo current = flyway.info().current();
    return current == null ? "" : String.valueOf(current.getVersion());
  }

  private int applyMigrations() {
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException failure) {
      throw MigrationFailure.described(failure);
    }
  }

  private void refuseUnfitTables() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      ExistingTables.refuseUnfit(connection);
    } catch (SchemaException unfit) {
      if (!exists()) { // unless another process was faster than this one
        throw unfit;
      }
    }
  }

  private boolean exists() {
    return Arrays.stream(flyway.info().applied())
        .anyMatch(
            migration ->
                migration.getVersion() != null && migration.getState() != MigrationState.BASELINE);
  }

  private void refuseMissing() throws SQLException {
    if (exists()) {
      return;
    }
    try (Connection connection = dataSource.getConnection()) {
      throw new SchemaException(
          "There is no session-cleanup schema in database %s (schema %s). If spring.datasource.url names the right"
                  .formatted(connection.getCatalog(), connection.getSchema())
              + " database, create it once with the command migrate.");
    }
  }

  private void refuseNewer() throws SQLException {
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
