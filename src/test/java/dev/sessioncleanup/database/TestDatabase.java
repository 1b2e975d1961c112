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
 * TEST_DATABASE_IMAGE}) names the container's image. Closing drops the database; otherwise it
 * exists until the server stops.
 */
public final class TestDatabase implements AutoCloseable {
  /** Neither UTC nor a whole number of hours away from it, so that zone errors are visible. */
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

  /** A database with all of {@code db/migration} applied; a copy of a template, so it is fast. */
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

  /** A copy as it is now, like a backup that is restored; nobody may be connected to this one. */
  public TestDatabase copy() {
    return copyOf(server, name);
  }

  String name() {
    return name;
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

  /** Drops the database and closes its open connections. */
  @Override
  public void close() {
    server.dropDatabase(name);
  }
}
