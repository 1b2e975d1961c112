package dev.sessioncleanup.restart;

import dev.sessioncleanup.database.ControlledPostgres;
import dev.sessioncleanup.database.ControlledPostgres.Shutdown;
import java.time.Duration;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server that is restarted under a run; durable, so that what is lost is lost by the job. */
final class RestartableDatabase implements AutoCloseable {
  private final ControlledPostgres server = ControlledPostgres.prepare(Map.of("fsync", "on"));
  private int created;

  RestartableDatabase() {
    server.start();
    server.migrate();
  }

  /** A world on a database of its own. */
  World world() {
    String name = "world_" + ++created;
    JdbcClient.create(server.dataSource())
        .sql("create database %s template postgres".formatted(name))
        .update();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(name));
    source.setUser(server.username());
    source.setPassword(server.password());
    return new World(source, url(name), server.username(), server.password());
  }

  private String url(String name) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), name);
  }

  void stop() {
    server.stop(Shutdown.FAST);
  }

  void start() {
    server.start();
  }

  /** Is away for that long, or until the process ends. */
  void restart(Shutdown how, Child child, int awayMillis) {
    server.stop(how);
    child.endsWithin(Duration.ofMillis(awayMillis));
    server.start();
  }

  @Override
  public void close() {
    server.close();
  }
}
