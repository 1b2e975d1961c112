package dev.sessioncleanup.jdbc;

import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions that read everything as of one moment. */
public final class Snapshots {
  private Snapshots() {}

  /** A read-only transaction in REPEATABLE READ. */
  public static TransactionTemplate of(DataSource database) {
    TransactionTemplate snapshot = new TransactionTemplate(new JdbcTransactionManager(database));
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return snapshot;
  }
}
