package dev.sessioncleanup.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Creates the schema as the program does. */
final class Migrations {
  private Migrations() {}

  static void applyTo(DataSource database) {
    Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
  }
}
