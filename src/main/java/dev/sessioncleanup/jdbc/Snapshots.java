package dev.sessioncleanup.jdbc;

import javax.sql.DataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions that read everything as of one moment. */
public final class Snapshots {
  private Snapshots() {}

  /**
   * A read-only transaction in REPEATABLE READ. Inside another one on the same database it is a
   * part of that, so that several readers share one moment.
   */
  public static TransactionTemplate of(DataSource database) {
    TransactionTemplate snapshot = LongTransactions.reading(database);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return snapshot;
  }
}
