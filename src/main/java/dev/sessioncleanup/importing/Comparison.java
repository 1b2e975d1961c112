package dev.sessioncleanup.importing;

import dev.sessioncleanup.jdbc.Timestamps;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares a staged file with the tracking table and the audit. Changes nothing. */
final class Comparison {
  private static final int FETCH_SIZE = 1_000;

  private final JdbcClient jdbc;
  private final @Nullable String account;

  /**
   * @param account of lines that name none
   */
  Comparison(StagedFile file, @Nullable String account) {
    this.jdbc = file.jdbc();
    this.account = account;
  }

  void write(DifferenceWriter writer) {
    for (Difference difference : Difference.values()) {
      writer.begin(difference);
      jdbc.sql(difference.sql())
          .param("account", account)
          .withFetchSize(FETCH_SIZE)
          .query(
              row -> {
                writer.session(
                    new DifferentSession(
                        row.getString("session_key"),
                        row.getString("account"),
                        row.getString("tracked"),
                        row.getString("in_file"),
                        Timestamps.read(row, "since")));
              });
      writer.end(difference);
    }
  }
}
