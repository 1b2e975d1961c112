package dev.sessioncleanup.restart;

import dev.sessioncleanup.database.TestDatabase;

/** A world on a database of the shared server. */
final class SharedWorld implements AutoCloseable {
  private final TestDatabase database = TestDatabase.migrated();
  final World world =
      new World(
          database.dataSource(), database.jdbcUrl(), database.username(), database.password());

  PgBouncer behindPooler(String mode) {
    return new PgBouncer(database.jdbcUrl(), database.username(), database.password(), mode);
  }

  String url() {
    return database.jdbcUrl();
  }

  @Override
  public void close() {
    world.close();
    database.close();
  }
}
