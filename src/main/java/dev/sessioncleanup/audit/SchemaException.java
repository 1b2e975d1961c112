package dev.sessioncleanup.audit;

/** The database's schema is not the one that this program needs; the message names the way out. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }
}
