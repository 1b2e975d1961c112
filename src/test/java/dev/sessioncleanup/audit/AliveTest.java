package dev.sessioncleanup.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose claims may be taken over. */
@DatabaseTest
class AliveTest {
  private static final int OWNER = 2;
  private final LedgerTable table = new LedgerTable().track("A", "9 days");
  private final Selection selection = LedgerTable.selection(table.run());
  private final Ledger heir = table.ledger(1);

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void claimIsTakenOverOnceItsOwnersLockIsFree() throws SQLException {
    table.ledger(OWNER).claim(selection, 1, List.of());
    try (Connection owner = holding("pg_advisory_lock")) {
      assertThat(heir.takeOver(selection, 10)).isEmpty();
      say(owner, "select pg_advisory_unlock_all()");
    }
    assertThat(heir.takeOver(selection, 10)).hasSize(1);
    assertThat(heir.takeOver(selection, 10)).isEmpty();
  }

  /** Whoever looks at the same moment holds the lock for that moment, and is not the owner. */
  @Test
  void lookOfAnotherHeirIsNotTakenForLife() throws SQLException {
    table.ledger(OWNER).claim(selection, 1, List.of());
    try (Connection other = holding("pg_advisory_xact_lock_shared")) {
      assertThat(heir.takeOver(selection, 10)).hasSize(1);
    }
  }

  private Connection holding(String lock) throws SQLException {
    Connection connection = table.database.connection();
    connection.setAutoCommit(false);
    say(connection, "select %s('session_audit'::regclass::oid::integer, 2)".formatted(lock));
    return connection;
  }

  private static void say(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
