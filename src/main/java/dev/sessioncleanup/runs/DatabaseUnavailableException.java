package dev.sessioncleanup.runs;

import org.jspecify.annotations.Nullable;

/** The database was unavailable for longer than cleanup.unavailable-after allows. */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
