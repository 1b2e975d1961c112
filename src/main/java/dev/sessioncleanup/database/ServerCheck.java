package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Refuses servers, databases and roles that are set up so that the program cannot work. Settings
 * that a session may change are changed instead: see connection-init-sql in application.yml.
 */
public final class ServerCheck {
  private static final String STATE =
      """
      select current_database(), current_setting('server_encoding'), pg_is_in_recovery(),
             current_setting('default_transaction_read_only') = 'on'
      """;

  private ServerCheck() {}

  /**
   * @param writes whether the command writes; reports may well be read from a standby
   * @throws DatabaseSettingException when the program cannot work there
   */
  public static void refuseUnusable(Connection connection, boolean writes) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(STATE)) {
      row.next();
      String database = row.getString(1);
      if (!row.getString(2).equals("UTF8")) {
        throw new DatabaseSettingException(
            "database %s has the encoding %s, which cannot hold every session key and every reply. Use a database with encoding UTF8."
                .formatted(database, row.getString(2)));
      }
      if (writes && row.getBoolean(3)) {
        throw new DatabaseSettingException(
            "the server of spring.datasource.url is a standby, which takes no writes. Name the primary, or all servers with targetServerType=primary.");
      }
      if (writes && row.getBoolean(4)) {
        throw new DatabaseSettingException(
            "default_transaction_read_only is on for database %s or for the user. Some providers turn it on when the disk is full. Turn it off (alter database or alter role … set default_transaction_read_only = off)."
                .formatted(database));
      }
    }
  }
}
