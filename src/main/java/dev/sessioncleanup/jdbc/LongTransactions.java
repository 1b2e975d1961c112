package dev.sessioncleanup.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions whose statements may take long. The pool gives up a connection that is silent for a
 * minute, which suits the short statements of a run, but not a report or a sealing.
 */
public final class LongTransactions {
  private static final Duration READING = Duration.ofHours(6);

  private LongTransactions() {}

  /** Read-only. A statement timeout, where one is set, ends a statement earlier. */
  public static TransactionTemplate reading(DataSource database) {
    TransactionTemplate reading = of(database, READING);
    reading.setReadOnly(true);
    return reading;
  }

  /**
   * @param silence how long the database may take to answer; the connection is given up after it
   */
  public static TransactionTemplate of(DataSource database, Duration silence) {
    return new TransactionTemplate(new LongReplies(database, Math.toIntExact(silence.toMillis())));
  }

  private static final class LongReplies extends JdbcTransactionManager {
    private static final long serialVersionUID = 1L;

    private final int millis;

    LongReplies(DataSource database, int millis) {
      super(database);
      this.millis = millis;
    }

    /** The pool puts its own limit back when the connection returns. */
    @Override
    protected void prepareTransactionalConnection(
        Connection connection, TransactionDefinition definition) throws SQLException {
      super.prepareTransactionalConnection(connection, definition);
      connection.setNetworkTimeout(Runnable::run, millis);
    }
  }
}
