package dev.sessioncleanup.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A separate PostgreSQL server that a test can stop and start. It is always embedded and keeps its
 * port and its data until it is closed. Its log is {@code target/controlled-postgres.log}.
 */
public final class ControlledPostgres implements AutoCloseable {
  /** How the server shuts down; both modes end every session at once. */
  public enum Shutdown {
    /** Rolls back open transactions, flushes and stops cleanly. */
    FAST,
    /** Stops like a crash: the next start recovers from the write-ahead log. */
    IMMEDIATE
  }

  private static final String USER = "postgres";
  private static final String PASSWORD = "postgres";

  private final Path data;
  private final int port;
  private final File log;
  private final Thread stopAtExit = new Thread(this::stopIfRunning);

  private ControlledPostgres(Path data, int port, File log) {
    this.data = data;
    this.port = port;
    this.log = log;
  }

  /** A new server, not started, with {@code fsync} off and 100 connections. */
  public static ControlledPostgres prepare() {
    return prepare(Map.of());
  }

  /**
   * A new server, not started.
   *
   * @param settings settings that differ from the default, named as in postgresql.conf: {@code
   *     max_connections}, {@code fsync}
   */
  public static ControlledPostgres prepare(Map<String, String> settings) {
    try {
      File log = FixtureReport.inTarget("controlled-postgres.log").toAbsolutePath().toFile();
      int port = freePort();
      Path data = Cluster.create(port, USER, PASSWORD, settings, log);
      ControlledPostgres postgres = new ControlledPostgres(data, port, log);
      Runtime.getRuntime().addShutdownHook(postgres.stopAtExit);
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server; returns when it answers. */
  public void start() {
    control("start", "--log=" + log);
  }

  /** Stops the server; returns when it has stopped. */
  public void stop(Shutdown how) {
    control("stop", "--mode=" + how.name().toLowerCase(Locale.ROOT));
  }

  public void restart(Shutdown how) {
    stop(how);
    start();
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The port on loopback, the same after every start. */
  public int port() {
    return port;
  }

  public String username() {
    return USER;
  }

  public String password() {
    return PASSWORD;
  }

  /** A new connection each time, its session in {@link TestDatabase#TIME_ZONE}; no pool. */
  public DataSource dataSource() {
    return new ZonedDataSource(jdbcUrl(), USER, PASSWORD, () -> {});
  }

  /** A new connection, its session in {@link TestDatabase#TIME_ZONE}; the caller closes it. */
  public Connection connection() throws SQLException {
    return dataSource().getConnection();
  }

  /** At the next start it only reads, as a standby does whose primary is gone. */
  public void becomeStandby() {
    try {
      Files.createFile(data.resolve("standby.signal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies {@code db/migration}. */
  public void migrate() {
    Migrations.applyTo(dataSource());
  }

  /** Stops the server, if it runs, and deletes its data. */
  @Override
  public void close() {
    stopIfRunning();
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    try {
      FileSystemUtils.deleteRecursively(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stopIfRunning() {
    if (PostgresBinaries.exitCode(log, "pg_ctl", "status", "--pgdata=" + data) == 0) {
      stop(Shutdown.IMMEDIATE);
    }
  }

  private void control(String action, String option) {
    PostgresBinaries.run(
        log, "pg_ctl", action, "--pgdata=" + data, "--wait", "--timeout=300", option);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
