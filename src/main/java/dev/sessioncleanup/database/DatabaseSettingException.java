package dev.sessioncleanup.database;

/**
 * The connection settings, or those of the server, database or role, are such that the program
 * cannot work; the message names the setting and the way out. Waiting would not help.
 */
public final class DatabaseSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseSettingException(String message) {
    super(message);
  }
}
