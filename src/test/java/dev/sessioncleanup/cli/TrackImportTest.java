package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The command track import. */
@DatabaseTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrackImportTest {
  private static final String HEADER = "session_key,status,created_at,updated_at\n";

  private final World world = new World();
  private final InputStream formerInput = System.in;

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void noSessions() {
    System.setIn(formerInput);
    world.resetSettings();
    world.jdbc.sql("truncate tracked_session").update();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void importedSessionIsDeletedByTheNextSweep() throws IOException {
    world.pave.session(World.key("default"), "IMP-AAAAA00001", "IDLE");

    world
        .run("track", "import", file(HEADER + "IMP-AAAAA00001,IDLE,2026-01-25T11:50:49.000000Z,\n"))
        .exitedWith(0)
        .says("sessions.csv (CSV): 1 line.\n  inserted   1\n  updated    0\n  unchanged  0\n");
    world.run("sweep").exitedWith(0);

    assertThat(world.audited("IMP-AAAAA00001").outcome()).isEqualTo("removed");
  }

  @Test
  void sessionOnlyMovesOnAndASettledOneIsLeftAsItIs() throws IOException {
    tracked("IDLE-TO-STARTED", "IDLE", "2026-02-02", null);
    tracked("STARTED-TO-IDLE", "STARTED", "2026-02-02", null);
    tracked("IDLE-TO-IDLE", "IDLE", "2026-02-02", null);
    tracked("COMPLETE-TO-OLDER", "COMPLETE", "2026-02-02", null);
    tracked("PROCESS-TO-NEWER", "PROCESS", "2026-02-02", null);
    tracked("PROCESS-TO-UNDATED", "PROCESS", "2026-02-02", null);
    tracked("SETTLED-IDLE", "IDLE", "2026-02-02", "2026-02-03");
    tracked("SETTLED-STARTED", "STARTED", "2026-02-02", "2026-02-03");

    String csv =
        HEADER
            + "IDLE-TO-STARTED,STARTED,2020-01-01T00:00:00Z,2026-02-01T00:00:00Z\n"
            + "STARTED-TO-IDLE,IDLE,2020-01-01T00:00:00Z,2026-03-01T00:00:00Z\n"
            + "IDLE-TO-IDLE,IDLE,2020-01-01T00:00:00Z,2026-03-01T00:00:00Z\n"
            + "COMPLETE-TO-OLDER,PROCESS,2020-01-01T00:00:00Z,2026-02-01T00:00:00Z\n"
            + "PROCESS-TO-NEWER,COMPLETE,2020-01-01T00:00:00Z,2026-03-01T00:00:00Z\n"
            + "PROCESS-TO-UNDATED,COMPLETE,2020-01-01T00:00:00Z,\n"
            + "SETTLED-IDLE,IDLE,2020-01-01T00:00:00Z,2026-03-01T00:00:00Z\n"
            + "SETTLED-STARTED,IDLE,2020-01-01T00:00:00Z,2026-03-01T00:00:00Z\n"
            + "NEW,EXPIRED,2026-01-01T00:00:00Z,2026-03-01T00:00:00Z\n";
    world
        .run("track", "import", file(csv))
        .exitedWith(0)
        .says("inserted   1", "updated    3", "unchanged  5", "rejected   0");

    List<String> afterwards = rows();
    assertThat(afterwards)
        .containsExactly(
            "COMPLETE-TO-OLDER COMPLETE created 2026-01-01 updated 2026-02-02",
            "IDLE-TO-IDLE IDLE created 2026-01-01 updated 2026-02-02",
            "IDLE-TO-STARTED STARTED created 2026-01-01 updated 2026-02-02",
            "NEW EXPIRED created 2026-01-01 updated 2026-03-01",
            "PROCESS-TO-NEWER COMPLETE created 2026-01-01 updated 2026-03-01",
            "PROCESS-TO-UNDATED COMPLETE created 2026-01-01 updated today",
            "SETTLED-IDLE IDLE created 2026-01-01 updated 2026-02-02 settled",
            "SETTLED-STARTED STARTED created 2026-01-01 updated 2026-02-02 settled",
            "STARTED-TO-IDLE STARTED created 2026-01-01 updated 2026-02-02");

    world.run("track", "import", file(csv)).exitedWith(0).says("updated    0", "unchanged  9");
    assertThat(rows()).isEqualTo(afterwards);
  }

  @Test
  void badLinesAreListedAndSkipped() throws IOException {
    StringBuilder csv = new StringBuilder(HEADER + "GOOD,IDLE,2026-01-01T00:00:00Z,\n");
    for (int i = 0; i < 25; i++) {
      csv.append("BAD-").append(i).append(",IDLE,yesterday,\n");
    }
    world
        .run("track", "import", file(csv.toString()))
        .exitedWith(7)
        .says(
            "26 lines.",
            "inserted   1",
            "rejected   25",
            "    line 3: created_at 'yesterday' is not a time",
            "    line 22: ",
            "    and 5 more")
        .doesNotSay("line 23:");
    assertThat(rows()).hasSize(1);
  }

  @Test
  void strictWritesNothingIfOneLineIsBad() throws IOException {
    String file = file(HEADER + "GOOD,IDLE,2026-01-01T00:00:00Z,\nBAD,IDLE,yesterday,\n");
    Shell.Ended ended =
        world
            .run("track", "import", file, "--strict")
            .exitedWith(2)
            .says("Nothing was changed: lines were rejected (--strict).", "line 3: created_at");

    assertThat(ended.err())
        .contains("1 line of " + file + " was rejected, and nothing was changed (--strict).");
    assertThat(rows()).isEmpty();
  }

  @Test
  void fileWithoutOneUsableLineIsRefused() throws IOException {
    Shell.Ended ended =
        world
            .run("track", "import", file("session_key,status,created_at\nA,IDLE,yesterday\n"))
            .exitedWith(2)
            .says("line 2: created_at");

    assertThat(ended.err()).contains("no line of ", "--map names other columns");
  }

  @Test
  void lastLineOfASessionCountsButIdleComesAfterNothing() throws IOException {
    world
        .run(
            "track",
            "import",
            file(
                HEADER
                    + "TWICE,STARTED,2026-01-01T00:00:00Z,\n"
                    + "TWICE,EXPIRED,2026-01-01T00:00:00Z,\n"
                    + "BACK,STARTED,2026-01-01T00:00:00Z,\n"
                    + "BACK,IDLE,2026-01-01T00:00:00Z,\n"))
        .exitedWith(0)
        .says(
            "inserted   2",
            "duplicate  2  of these sessions another line counts",
            "    TWICE: line 3 of 2 lines",
            "    BACK: line 4 of 2 lines");

    assertThat(rows())
        .containsExactly(
            "BACK STARTED created 2026-01-01 updated today",
            "TWICE EXPIRED created 2026-01-01 updated today");
  }

  @Test
  void sessionOfAnotherAccountIsRejected() throws IOException {
    tracked("MINE", "IDLE", "2026-02-02", null);
    String file =
        file(HEADER + "MINE,STARTED,2026-01-01T00:00:00Z,\nNEW,IDLE,2026-01-01T00:00:00Z,\n");

    world
        .run("track", "import", file, "--account=acme")
        .exitedWith(7)
        .says("inserted   1", "line 2: the session is tracked for account 'default', not 'acme'");
    world.run("track", "import", file).exitedWith(0).says("updated    1", "unchanged  1");
    assertThat(
            world
                .jdbc
                .sql("select session_key || ' ' || account from tracked_session order by 1")
                .query(String.class)
                .list())
        .containsExactly("MINE default", "NEW acme");
  }

  @Test
  void trackerImportsJsonFromStandardInputAndCompares() throws Exception {
    world.jdbc.sql(Files.readString(Path.of("db/roles.sql"))).update();
    String url = world.database.jdbcUrl();
    world.set(
        "spring.datasource.url",
        url + (url.contains("?") ? "&" : "?") + "options=-c%20role=session_cleanup_tracker");

    type("{\"key\":\"A\\\\B\",\"status\":\"IDLE\",\"created_at\":\"2026-01-01T00:00:00+00:00\"}\n");
    world
        .run("track", "import", "-", "--map", "session_key=key", "--output=json")
        .exitedWith(0)
        .says("\"file\":\"standard input\",\"changed\":true,\"lines\":1,\"inserted\":1,");
    type(HEADER + "A\\B,STARTED,2026-01-01T00:00:00Z,\n");
    world
        .run("track", "import", "-", "--compare")
        .exitedWith(0)
        .says("statuses that disagree                 1", "A\\B  tracked as IDLE");

    assertThat(rows()).containsExactly("A\\B IDLE created 2026-01-01 updated today");
  }

  @Test
  void dryRunChangesNothing() throws IOException {
    world
        .run("track", "import", file(HEADER + "A,IDLE,2026-01-01T00:00:00Z,\n"), "--dry-run")
        .exitedWith(0)
        .says("1 line. Nothing was changed: a dry run.", "inserted   1");
    assertThat(rows()).isEmpty();
  }

  @Test
  void tableThatCannotHoldASessionIsNotAFault() throws IOException {
    world
        .jdbc
        .sql("alter table tracked_session add constraint is_short check (length(status) < 10)")
        .update();
    try {
      world
          .run("track", "import", file(HEADER + "A,A LONG STATUS,2026-01-01T00:00:00Z,\n"))
          .exitedWith(2)
          .complainsOnce("violates check constraint", "is_short", "Nothing was changed.");
    } finally {
      world.jdbc.sql("alter table tracked_session drop constraint is_short").update();
    }
  }

  @Test
  void fileThatIsNotUtf8IsRefusedBeforeAnythingIsWritten() throws IOException {
    Path file = directory.resolve("latin1.csv");
    Files.writeString(
        file,
        HEADER + "A,IDLE,2026-01-01T00:00:00Z,\n" + "\u00e9,IDLE,2026-01-01T00:00:00Z,\n",
        StandardCharsets.ISO_8859_1);

    world
        .run("track", "import", file.toString())
        .exitedWith(2)
        .complainsOnce("latin1.csv is not UTF-8. Convert it", "iconv", "Nothing was changed.");
    assertThat(rows()).isEmpty();
  }

  @Test
  void comparisonNamesEveryKindOfDifference() throws IOException {
    tracked("SAME", "IDLE", "2026-02-02", null);
    tracked("OTHER", "IDLE", "2026-02-02", null);
    tracked("ONLY-HERE", "IDLE", "2026-02-02", null);
    tracked("GONE-AND-SETTLED", "IDLE", "2026-02-02", "2026-02-03");
    tracked("REMOVED", "IDLE", "2026-02-02", "2026-02-03");
    world.jdbc.sql("insert into tracked_session values ('ELSEWHERE', 'acme', 'IDLE')").update();
    world
        .jdbc
        .sql(
            """
            with r as (
              insert into cleanup_run (kind, account, created_before, state)
              values ('nightly', 'default', now(), 'complete') returning run_id)
            insert into session_audit (run_id, session_key, attempts, outcome, evidence, recorded_at)
            select r.run_id, k.key, 1, 'removed', 'confirmed', '2026-02-03T00:00:00Z'
            from r, (values ('REMOVED'), ('GONE-AND-SETTLED')) as k (key)
            """)
        .update();
    String file =
        file(
            """
            session_key,account,status,created_at
            SAME,default,IDLE,2026-01-01T00:00:00Z
            OTHER,default,STARTED,2026-01-01T00:00:00Z
            REMOVED,default,IDLE,2026-01-01T00:00:00Z
            NEW-1,default,IDLE,2026-01-01T00:00:00Z
            NEW-2,default,IDLE,2026-01-01T00:00:00Z
            BAD,default,IDLE,yesterday
            """);
    List<String> before = rows();

    world
        .run("track", "import", file, "--compare", "--show=1")
        .exitedWith(7)
        .says(
            """
            : 6 lines, compared with what is tracked. Nothing was changed.
              at PAVE (in the file) and not tracked  2
                NEW-1  in the file IDLE  created 2026-01-01T00:00:00Z
                and 1 more
              tracked and not in the file            1
                ONLY-HERE  tracked as IDLE  created 2026-01-01T00:00:00Z
              statuses that disagree                 1
                OTHER  tracked as IDLE  in the file STARTED  tracked status of 2026-02-02T00:00:00Z
              removed by us and still in the file    1
                REMOVED  tracked as IDLE  in the file IDLE  removed 2026-02-03T00:00:00Z
              lines rejected                         1
                line 7: created_at 'yesterday' is not a time""");
    world
        .run("track", "import", file, "--compare", "--output=json")
        .exitedWith(7)
        .says(
            "\"lines\":6,\"rejected\":1,\"not_tracked\":[{\"session_key\":\"NEW-1\"",
            "\"not_in_file\":[{\"session_key\":\"ONLY-HERE\",\"account\":\"default\",\"tracked_status\":\"IDLE\"",
            "\"removed\":[{\"session_key\":\"REMOVED\"");
    assertThat(rows()).isEqualTo(before);
    world
        .run("track", "import", file, "--compare", "--strict")
        .exitedWith(2)
        .complainsOnce("--compare changes nothing.");
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("sessions.csv"), text).toString();
  }

  private static void type(String text) {
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void tracked(String key, String status, String updated, @Nullable String settled) {
    world
        .jdbc
        .sql(
            """
            insert into tracked_session (session_key, status, created_at, updated_at, settled_at)
            values (:key, :status, '2026-01-01T00:00:00Z', cast(:updated as timestamp) at time zone 'UTC',
                    cast(:settled as date))
            """)
        .param("key", key)
        .param("status", status)
        .param("updated", updated)
        .param("settled", settled)
        .update();
  }

  private List<String> rows() {
    return world
        .jdbc
        .sql(
            """
            select session_key || ' ' || status || ' created ' || (created_at at time zone 'UTC')::date
                   || ' updated ' || case when updated_at > now() - interval '1 hour' then 'today'
                        else (updated_at at time zone 'UTC')::date::text end
                   || case when settled_at is null then '' else ' settled' end
            from tracked_session
            order by session_key collate "C"
            """)
        .query(String.class)
        .list();
  }
}
