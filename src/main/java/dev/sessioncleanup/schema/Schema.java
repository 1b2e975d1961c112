package dev.sessioncleanup.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Compares the version of the database schema with that of the program. Only {@link #migrate}
 * creates a schema.
 */
public final class Schema {
  /** The newest script in db/migration. Their versions are 1, 2, 3 and so on. */
  static final int NEWEST = 15;

  private final DataSource dataSource;
  private final String history;
  private final Supplier<Configuration> settings;
  private @Nullable Migrations migrations;
  private boolean current;

  private Schema(DataSource dataSource, String history, Supplier<Configuration> settings) {
    this.dataSource = dataSource;
    this.history = history;
    this.settings = settings;
  }

  /**
   * The schema in this database.
   *
   * @param history the table of Flyway's history that the settings name
   * @param settings Flyway as it is set up; asked for only where the schema is not the current one,
   *     because Flyway is slow to start
   * @throws SchemaException when there is no schema to look at
   */
  public static Schema of(DataSource dataSource, String history, Supplier<Configuration> settings)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return new Schema(dataSource, SchemaHistory.table(connection, history), settings);
    }
  }

  /**
   * Creates the schema or brings it up to date; returns how many scripts were applied.
   *
   * @throws SchemaException when the schema is newer than the program and does more than add, or
   *     tables of another program are in the way
   */
  public int migrate() throws SQLException {
    migrations().refuseNewer();
    if (!migrations().exist()) {
      refuseUnfitTables();
    }
    return migrations().apply();
  }

  /**
   * Brings an older schema up to date, and creates none.
   *
   * @throws SchemaException when there is no schema, or a newer one that does more than add
   */
  public void update() throws SQLException {
    if (pending().length > 0) {
      migrations().apply();
    }
  }

  /**
   * @throws SchemaException when the schema is older than the program, or newer and does more than
   *     add
   */
  public void check() throws SQLException {
    MigrationInfo[] pending = pending();
    if (pending.length > 0) {
      throw new SchemaException(
          "The schema is older than this program: %d migrations are missing, the first is %s. Run the command migrate."
              .formatted(pending.length, pending[0].getVersion()));
    }
  }

  /** The newest version applied, empty when there is none. */
  public String version() throws SQLException {
    return isCurrent() ? String.valueOf(NEWEST) : migrations().version();
  }

  private MigrationInfo[] pending() throws SQLException {
    if (isCurrent()) {
      return new MigrationInfo[0];
    }
    migrations().refuseMissing();
    migrations().refuseNewer();
    return migrations().pending();
  }

  /** A schema that is current stays so while the program runs. */
  private boolean isCurrent() throws SQLException {
    if (!current) {
      try (Connection connection = dataSource.getConnection()) {
        current = SchemaHistory.isCurrent(connection, history, NEWEST);
      }
    }
    return current;
  }

  private Migrations migrations() {
    Migrations known = migrations;
    if (known == null) {
      known = new Migrations(settings.get(), history);
      migrations = known;
    }
    return known;
  }

  private void refuseUnfitTables() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      ExistingTables.refuseUnfit(connection);
    } catch (SchemaException unfit) {
      if (!migrations().exist()) { // unless another process was faster than this one
        throw unfit;
      }
    }
  }
}
