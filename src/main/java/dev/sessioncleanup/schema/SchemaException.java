package dev.sessioncleanup.schema;

/** The database schema does not match this program. The message says what to do. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }
}
