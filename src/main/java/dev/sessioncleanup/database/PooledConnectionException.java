package dev.sessioncleanup.database;

/**
 * The database connection goes through a pooler in transaction mode, where the advisory lock of
 * this process would not work.
 */
public final class PooledConnectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PooledConnectionException() {
    super(
        "spring.datasource.url points to a connection pooler in transaction mode. Its connections share server processes, so the"
            + " advisory lock that marks this process as alive would be lost. Connect to PostgreSQL directly, or through a"
            + " pooler in session mode.");
  }
}
