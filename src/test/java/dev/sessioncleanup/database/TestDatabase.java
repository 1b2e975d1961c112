package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A fresh database for one test or test class, on the one PostgreSQL server of this JVM: a
 * container where a Docker engine answers, an embedded server where none does.
 *
 * <p>System property {@code test.database} = {@code auto} (default), {@code docker} or {@code
 * embedded} forces either; {@code test.database.image} (or the environment's {@code
 * TEST_DATABASE_IMAGE}) names the container's image. Closing drops the database; who does not close
 * leaves it to the end of the server.
 */
public final class TestDatabase implements AutoCloseable {
  /** Neither UTC nor a whole number of hours away from it, so that mistaken zones show. */
  public static final String TIME_ZONE = "Asia/Kolkata";

  private static final AtomicInteger created = new AtomicInteger();

  private final DatabaseServer server;
  private final String name;

  private TestDatabase(DatabaseServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** An empty database. */
  public static TestDatabase create() {
    FixtureReport.noteUse();
    return copyOf(DatabaseServer.shared(), "template1");
  }

  /** A database with everything in {@code db/migration} applied; a copy, so it costs little. */
  public static TestDatabase migrated() {
    FixtureReport.noteUse();
    DatabaseServer server = DatabaseServer.shared();
    return copyOf(server, MigratedTemplate.on(server));
  }

  private static TestDatabase copyOf(DatabaseServer server, String template) {
    String name = "test_" + created.incrementAndGet();
    server.createDatabase(name, template);
    return new TestDatabase(server, name);
  }

  public String jdbcUrl() {
    FixtureReport.noteUse();
    return server.jdbcUrl(name);
  }

  public String username() {
    return server.username();
  }

  public String password() {
    return server.password();
  }

  /** A new connection each time, its session in {@link #TIME_ZONE}; no pool. */
  public DataSource dataSource() {
    return new ZonedDataSource(jdbcUrl(), username(), password(), FixtureReport::noteUse);
  }

  /** A new connection, its session in {@link #TIME_ZONE}; the caller closes it. */
  public Connection connection() throws SQLException {
    return dataSource().getConnection();
  }

  /** Drops the database, and with it whatever connection is still open. */
  @Override
  public void close() {
    server.dropDatabase(name);
  }
}
