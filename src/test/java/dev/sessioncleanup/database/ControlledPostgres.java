package dev.sessioncleanup.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of one's own, to stop and start while something uses it. Always embedded,
 * whatever the other tests run on; keeps its port and its data until it is closed. What it said is
 * in {@code target/controlled-postgres.log}.
 */
public final class ControlledPostgres implements AutoCloseable {
  /** How the server treats those who are connected; both end every session at once. */
  public enum Shutdown {
    /** Rolls back, flushes and leaves a clean state behind. */
    FAST,
    /** Drops everything as a crash would: the next start recovers from the write-ahead log. */
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
   * @param settings what differs, by the names of postgresql.conf: {@code max_connections}, {@code
   *     fsync}
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

  /** Returns when the server answers. */
  public void start() {
    control("start", "--log=" + log);
  }

  /** Returns when the server is gone. */
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

  /** Where it listens on loopback, the same after every start. */
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
    PostgresBinaries.run(log, "pg_ctl", action, "--pgdata=" + data, "--wait", option);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
