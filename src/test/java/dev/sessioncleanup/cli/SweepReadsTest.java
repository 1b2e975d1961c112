package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.NightsAudit;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A sweep reads the rows of its own sessions, however large the tables are. The counts are
 * PostgreSQL's own, of every statement that the program runs: planning, claiming, granting,
 * recording, sealing.
 */
@DatabaseTest
class SweepReadsTest {
  private static final int NIGHTS = 100;
  private static final int ROWS = 100_000;
  private static final int SESSIONS = 300;
  private static final int READS_OF_A_SESSION = 25;

  private final World world = new World().set("cleanup.rate", "1000/s");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sweepOfALargeAuditReadsItsOwnSessions() throws SQLException {
    NightsAudit.fill(world.database, NIGHTS, ROWS);
    world.stale("OLD-0000000001"); // Counts the newest past days, which happens once a day.
    world.run("sweep", "--max-share", "1").exitedWith(0);
    world.stale(
        IntStream.range(0, SESSIONS).mapToObj("NEW-%010d"::formatted).toArray(String[]::new));
    Map<String, Long> before = read();

    world.run("sweep", "--max-share", "1").exitedWith(0).says("removed     " + SESSIONS);

    Map<String, Long> read = read();
    read.replaceAll((what, count) -> count - before.getOrDefault(what, 0L));
    assertThat(read)
        .containsEntry("session_audit by scan", 0L)
        .containsEntry("tracked_session by scan", 0L);
    for (String table : new String[] {"session_audit", "tracked_session"}) {
      assertThat(read.get(table + " by index"))
          .as(table)
          .isBetween((long) SESSIONS, (long) READS_OF_A_SESSION * SESSIONS);
    }
  }

  /** Rows that were read so far, for each table. */
  private Map<String, Long> read() {
    Map<String, Long> read = new TreeMap<>();
    world
        .jdbc
        .sql(
            """
            select relname, seq_tup_read, idx_tup_fetch from pg_stat_user_tables
            where relname in ('session_audit', 'tracked_session')
            """)
        .query(
            row -> {
              read.put(row.getString(1) + " by scan", row.getLong(2));
              read.put(row.getString(1) + " by index", row.getLong(3));
            });
    return read;
  }
}
