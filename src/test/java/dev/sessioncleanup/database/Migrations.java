package dev.sessioncleanup.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The schema as the program itself makes it. */
final class Migrations {
  private Migrations() {}

  static void applyTo(DataSource database) {
    Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
  }
}
