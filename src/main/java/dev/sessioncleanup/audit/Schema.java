package dev.sessioncleanup.audit;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** The schema's version against the program's. */
public final class Schema {
  private final Flyway flyway;

  public Schema(Flyway flyway) {
    this.flyway = flyway;
  }

  /** The schema in a database for which nothing about Flyway was set. */
  public static Schema of(DataSource dataSource) {
    return new Schema(Flyway.configure().dataSource(dataSource).load());
  }

  /**
   * Applies what is missing; returns how many scripts.
   *
   * @throws SchemaException when the schema is newer than the program
   */
  public int migrate() {
    refuseNewer();
    return flyway.migrate().migrationsExecuted;
  }

  /**
   * @throws SchemaException when the schema is not the program's
   */
  public void check() {
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

  private void refuseNewer() {
    for (MigrationInfo migration : flyway.info().applied()) {
      MigrationState state = migration.getState();
      if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
        throw new SchemaException(
            "The schema is newer than this program: it has version %s. Run the program that brought it there, or a newer one."
                .formatted(migration.getVersion()));
      }
    }
  }
}
