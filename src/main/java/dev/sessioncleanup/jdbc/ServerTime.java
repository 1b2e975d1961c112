package dev.sessioncleanup.jdbc;

import java.time.Instant;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The time of the database server. */
public final class ServerTime {
  private ServerTime() {}

  /** The start of the transaction. Throws Spring's DataAccessException. */
  public static Instant now(JdbcClient jdbc) {
    return jdbc.sql("select now() as now")
        .query((row, number) -> Objects.requireNonNull(Timestamps.read(row, "now")))
        .single();
  }
}
