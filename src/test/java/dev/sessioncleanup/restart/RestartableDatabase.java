package dev.sessioncleanup.restart;

import dev.sessioncleanup.database.ControlledPostgres;
import dev.sessioncleanup.database.ControlledPostgres.Shutdown;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A server that is restarted during a run. It keeps what it committed, so that any lost data is a
 * fault of the job: fsync protects from a crash of the machine, and that no test causes.
 */
final class RestartableDatabase implements AutoCloseable {
  private final ControlledPostgres server = ControlledPostgres.prepare();
  private int created;

  RestartableDatabase() {
    server.start();
    server.migrate();
  }

  /** A world on a new database. */
  ProcessWorld world() {
    String name = "world_" + ++created;
    JdbcClient.create(server.dataSource())
        .sql("create database %s template postgres".formatted(name))
        .update();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(name));
    source.setUser(server.username());
    source.setPassword(server.password());
    return new ProcessWorld(source, url(name), server.username(), server.password());
  }

  private String url(String name) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), name);
  }

  void stop() {
    stop(Shutdown.FAST);
  }

  void stop(Shutdown how) {
    server.stop(how);
  }

  void start() {
    server.start();
  }

  /** Stops the server for that long, or until the process ends. */
  void restart(Shutdown how, ChildProcess child, int outageMillis) {
    server.stop(how);
    child.endsWithin(Duration.ofMillis(outageMillis));
    server.start();
  }

  @Override
  public void close() {
    server.close();
  }
}
