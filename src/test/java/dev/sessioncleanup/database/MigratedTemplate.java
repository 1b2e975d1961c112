package dev.sessioncleanup.database;

import org.jspecify.annotations.Nullable;

/** The template of all migrated databases: migrated once, never connected to again. */
final class MigratedTemplate {
  private static final String NAME = "migrated_template";
  private static @Nullable String ready;

  private MigratedTemplate() {}

  static synchronized String on(DatabaseServer server) {
    if (ready == null) {
      server.dropDatabase(NAME);
      server.createDatabase(NAME, "template1");
      Migrations.applyTo(
          new ZonedDataSource(
              server.jdbcUrl(NAME), server.username(), server.password(), () -> {}));
      ready = NAME;
    }
    return ready;
  }
}
