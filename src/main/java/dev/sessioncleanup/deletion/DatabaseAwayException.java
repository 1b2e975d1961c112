package dev.sessioncleanup.deletion;

import org.jspecify.annotations.Nullable;

/** The database was away for so long that waiting for it was given up. */
public final class DatabaseAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseAwayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
