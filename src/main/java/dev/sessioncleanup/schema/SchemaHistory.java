package dev.sessioncleanup.schema;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Which table lists the migrations that were applied. It is Flyway's usual one, unless the tracking
 * application has its own Flyway and thereby its own history in the same schema.
 */
final class SchemaHistory {
  /** How the history begins in a schema that held other tables before. */
  static final String BASELINE = "session-cleanup";

  private static final String USUAL = "flyway_schema_history";
  private static final String BESIDE_ANOTHER = "cleanup_schema_history";

  /**
   * Schema, search path; whether our own history exists, the usual one does, may be read, our
   * tables exist, and the usual history has Flyway's columns.
   */
  private static final String FOUND =
      """
      select current_schema(), current_setting('search_path'),
             to_regclass(quote_ident(current_schema()) || '.cleanup_schema_history') is not null,
             to_regclass(quote_ident(current_schema()) || '.flyway_schema_history') is not null,
             coalesce(has_table_privilege(
               to_regclass(quote_ident(current_schema()) || '.flyway_schema_history'), 'select'), false),
             to_regclass(quote_ident(current_schema()) || '.session_audit') is not null,
             (select count(*) = 2 from pg_attribute a
              where a.attrelid = to_regclass(quote_ident(current_schema()) || '.flyway_schema_history')
                and a.attname in ('type', 'script') and not a.attisdropped)
      """;

  private static final String IS_ANOTHERS =
      """
      select count(*) filter (where type <> 'SCHEMA') > 0
             and count(*) filter (where script = 'session-cleanup') = 0
             and count(*) filter (where script in ('V1__spring_batch.sql', 'V2__tracking.sql')) < 2
      from flyway_schema_history
      """;

  private static final String READABLE =
      """
      select coalesce(has_table_privilege(
        to_regclass(quote_ident(current_schema()) || '.' || quote_ident(?)), 'select'), false),
        quote_ident(current_schema()) || '.' || quote_ident(?)
      """;

  /** Exactly our scripts, in their order, and nothing else except how the history begins. */
  private static final String IS_CURRENT =
      """
      select coalesce(
        bool_and(success and type in ('SQL', 'SCHEMA', 'BASELINE'))
        and array_agg(version::text order by installed_rank) filter (where type = 'SQL')
            = (select array_agg(v::text order by v) from generate_series(1, ?) v),
        false)
      from \
      """;

  private SchemaHistory() {}

  /** Whether exactly the scripts 1 to {@code newest} were applied. Where in doubt, it says no. */
  static boolean isCurrent(Connection connection, String history, int newest) throws SQLException {
    String table;
    try (var statement = connection.prepareStatement(READABLE)) {
      statement.setString(1, history);
      statement.setString(2, history);
      try (var row = statement.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          return false;
        }
        table = row.getString(2);
      }
    }
    try (var statement = connection.prepareStatement(IS_CURRENT + table)) {
      statement.setInt(1, newest);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /**
   * @param configured the table that the settings name; one that is not the usual one is taken as
   *     it is
   * @throws SchemaException when the search path names no schema
   */
  static String table(Connection connection, String configured) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(FOUND)) {
      row.next();
      if (row.getString(1) == null) {
        throw new SchemaException(
            "The search_path (%s) names no schema that exists. Create the schema, or correct currentSchema in"
                    .formatted(row.getString(2))
                + " spring.datasource.url or the role's search_path.");
      }
      if (!configured.equals(USUAL)) {
        return configured;
      }
      if (row.getBoolean(3)) {
        return BESIDE_ANOTHER;
      }
      if (!row.getBoolean(4)) {
        return USUAL;
      }
      boolean anothers =
          row.getBoolean(5) ? !row.getBoolean(7) || isAnothers(connection) : !row.getBoolean(6);
      return anothers ? BESIDE_ANOTHER : USUAL;
    }
  }

  private static boolean isAnothers(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(IS_ANOTHERS)) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
