package dev.sessioncleanup.audit;

/**
 * The database is reached through a pooler in transaction mode, which breaks the lock that shows
 * that we are alive.
 */
public final class PooledConnectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PooledConnectionException() {
    super(
        "spring.datasource.url leads to a pooler in transaction mode: two connections share one server process, and the"
            + " lock that shows that this process is alive would not hold. Connect to PostgreSQL directly, or through a"
            + " pooler in session mode.");
  }
}
