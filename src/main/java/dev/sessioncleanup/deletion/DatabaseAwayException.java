package dev.sessioncleanup.deletion;

/** The database was away for so long that waiting for it was given up. */
public final class DatabaseAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
