package dev.sessioncleanup.check;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which server, database and role the program works with. */
final class DatabaseFacts {
  private static final String FACTS =
      """
      select format('PostgreSQL %s, role %s, database %s, schema %s; no pooler in transaction mode',
        split_part(current_setting('server_version'), ' ', 1), current_user, current_database(), current_schema())
      """;

  private DatabaseFacts() {}

  static List<CheckResult> check(JdbcClient jdbc) {
    return List.of(CheckResult.ok("database", jdbc.sql(FACTS).query(String.class).single()));
  }
}
