package dev.sessioncleanup.restart;

import dev.sessioncleanup.database.JobLogin;
import dev.sessioncleanup.database.TestDatabase;
import java.net.URI;

/** A world on a database of the shared server. */
final class SharedWorld implements AutoCloseable {
  private final TestDatabase database = TestDatabase.migrated();
  final ProcessWorld world =
      new ProcessWorld(
          database.dataSource(), database.jdbcUrl(), database.username(), database.password());

  /** A login with the rights of the job. */
  JobLogin login() {
    return JobLogin.create(database);
  }

  PgBouncer throughPooler(String mode) {
    return new PgBouncer(database.jdbcUrl(), database.username(), database.password(), mode);
  }

  CuttingProxy proxy(String statement, int occurrence) {
    return new CuttingProxy(address().getHost(), address().getPort(), statement, occurrence);
  }

  /** A proxy that cuts no connection but can stall or delay all of them. */
  CuttingProxy network() {
    return proxy("nothing that is said", 1);
  }

  /** Without server-side prepared statements, the text of a statement is in every message. */
  String urlThrough(CuttingProxy proxy) {
    return "jdbc:postgresql://127.0.0.1:%d%s?prepareThreshold=0"
        .formatted(proxy.port(), address().getPath());
  }

  private URI address() {
    return URI.create(database.jdbcUrl().substring("jdbc:".length()));
  }

  @Override
  public void close() {
    world.close();
    database.close();
  }
}
