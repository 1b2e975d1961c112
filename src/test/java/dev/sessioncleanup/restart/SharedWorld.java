package dev.sessioncleanup.restart;

import dev.sessioncleanup.database.TestDatabase;
import java.net.URI;

/** A world on a database of the shared server. */
final class SharedWorld implements AutoCloseable {
  private final TestDatabase database = TestDatabase.migrated();
  final World world =
      new World(
          database.dataSource(), database.jdbcUrl(), database.username(), database.password());

  PgBouncer behindPooler(String mode) {
    return new PgBouncer(database.jdbcUrl(), database.username(), database.password(), mode);
  }

  CuttingProxy proxy(String statement, int occurrence) {
    URI url = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    return new CuttingProxy(url.getHost(), url.getPort(), statement, occurrence);
  }

  /** Without names for prepared statements their text is in every call. */
  String urlThrough(CuttingProxy proxy) {
    return "jdbc:postgresql://127.0.0.1:%d%s?prepareThreshold=0"
        .formatted(
            proxy.port(), URI.create(database.jdbcUrl().substring("jdbc:".length())).getPath());
  }

  @Override
  public void close() {
    world.close();
    database.close();
  }
}
