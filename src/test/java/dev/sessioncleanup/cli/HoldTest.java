package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The command hold, and what is kept of every change. */
@DatabaseTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldTest {
  private final World world = new World();
  private final InputStream formerInput = System.in;

  @AfterEach
  void noHolds() {
    System.setIn(formerInput);
    world.resetSettings();
    world.jdbc.sql("delete from session_hold").update();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void heldSessionIsDeletedOnlyAfterTheHoldIsRemoved() {
    world.stale("HLD-AAAAA00001", "HLD-AAAAA00002");

    world
        .run("hold", "add", "HLD-AAAAA00001", "--reason", "dispute 4711")
        .exitedWith(0)
        .says("1 session on hold until the hold is removed: 1 added, 0 changed, 0 unchanged.")
        .doesNotSay("Warning");
    world.run("sweep").exitedWith(0);
    assertThat(world.settled("HLD-AAAAA00001")).isFalse();
    assertThat(world.settled("HLD-AAAAA00002")).isTrue();

    world.run("hold", "remove", "HLD-AAAAA00001").exitedWith(0).says("1 hold was removed.");
    world.run("sweep").exitedWith(0);
    assertThat(world.settled("HLD-AAAAA00001")).isTrue();
  }

  @Test
  void everyChangeIsKeptWithWhoAskedForIt() {
    world.run("hold", "add", "KPT-1", "KPT-2", "KPT-1", "--reason", "r", "--requested-by", "maria");
    world
        .run("hold", "add", "KPT-1", "KPT-2", "KPT-3", "--reason=r", "--requested-by=tom")
        .says("3 sessions on hold until the hold is removed: 1 added, 0 changed, 2 unchanged.");
    world
        .run("hold", "add", "KPT-1", "--reason=r2", "--until=30d", "--requested-by=tom")
        .says("1 session on hold until 20", "Z: 0 added, 1 changed, 0 unchanged.");
    world
        .run("hold", "remove", "KPT-1", "KPT-9", "--requested-by", "eve")
        .exitedWith(0)
        .says("1 hold was removed.", "Warning: 1 session is not on hold.", "  KPT-9\n");

    assertThat(history("KPT-1"))
        .containsExactly("added r by maria", "changed r2 by tom", "removed r2 by eve");
    assertThat(history("KPT-2")).containsExactly("added r by maria");
    assertThat(history("KPT-3")).containsExactly("added r by tom");
    world
        .run("report", "hold-history", "-p", "session=KPT-1")
        .exitedWith(0)
        .says("removed", "eve", "3 rows");
  }

  @Test
  void changesWithSqlAreKeptAsWell() {
    String user = world.database.username();
    world.hold("SQL-1");
    world.jdbc.sql("update session_hold set session_key = 'SQL-2'").update();
    world.jdbc.sql("update session_hold set reason = 'other'").update();
    world.jdbc.sql("update session_hold set reason = 'other'").update();
    world.jdbc.sql("truncate session_hold").update();

    assertThat(history("SQL-1"))
        .containsExactly(
            "added a customer asked by " + user, "removed a customer asked by " + user);
    assertThat(history("SQL-2"))
        .containsExactly(
            "added a customer asked by " + user,
            "changed other by " + user,
            "removed other by " + user);
    for (String statement :
        List.of(
            "delete from session_hold_history",
            "update session_hold_history set changed_by = 'nobody'",
            "truncate session_hold_history")) {
      assertThatThrownBy(() -> world.jdbc.sql(statement).update())
          .hasMessageContaining("the history of holds cannot be changed");
    }
  }

  @Test
  void roleOfTheJobHoldsAndItsChangesAreKept() throws Exception {
    world.jdbc.sql(Files.readString(Path.of("db/roles.sql"))).update();
    String url = world.database.jdbcUrl();
    world.set(
        "spring.datasource.url",
        url + (url.contains("?") ? "&" : "?") + "options=-c%20role=session_cleanup_job");

    world.run("hold", "add", "ROL-1", "--reason=r", "--requested-by=maria").exitedWith(0);
    world.run("hold", "list").exitedWith(0).says("ROL-1");
    world.run("hold", "remove", "ROL-1", "--requested-by=maria").exitedWith(0);

    assertThat(history("ROL-1")).containsExactly("added r by maria", "removed r by maria");
  }

  @Test
  void keysAreReadFromStandardInput() {
    type("\ufeffINP-1\r\n\n  INP-2  \nINP-1\n");
    world
        .run("hold", "add", "INP-0", "-", "--reason", "r")
        .exitedWith(0)
        .says("3 sessions on hold", "3 added", "Warning: 3 sessions are not tracked.", "  INP-2\n");

    type("INP-1\n");
    world.run("hold", "remove", "-").exitedWith(0).says("1 hold was removed.");
  }

  @Test
  void textThatCannotBeAKeyIsNamedAndNothingChanges() {
    type("BAD-1\n" + "x".repeat(129) + "\n");
    world
        .run("hold", "add", "-", "--reason=r")
        .exitedWith(2)
        .complainsOnce("Line 2 of standard input: 'xxx", "more than 128. Nothing was changed.");
    type("");
    world
        .run("hold", "remove", "-")
        .exitedWith(2)
        .complainsOnce("standard input holds no session key. Give one key a line.");
    System.setIn(new ByteArrayInputStream(new byte[] {'K', (byte) 0xff, '\n'}));
    world
        .run("hold", "add", "-", "--reason=r")
        .exitedWith(2)
        .complainsOnce("standard input is not UTF-8");
    world
        .run("hold", "add", "BAD-1", "B\u001b[31m", "--reason=r")
        .exitedWith(2)
        .complainsOnce("'B\\u001b[31m' cannot be the key of a session", "U+001B");
    world
        .run("hold", "add", "BAD-1", "--reason= ")
        .exitedWith(2)
        .complainsOnce("--reason is empty.");

    assertThat(history("BAD-1")).isEmpty();
  }

  @Test
  void endThatHasPassedIsRefused() {
    world
        .run("hold", "add", "PST-1", "--reason=r", "--until=2026-01-01")
        .exitedWith(2)
        .complainsOnce("--until 2026-01-01T00:00:00Z has passed", "Name a later time");
    world
        .run("hold", "add", "PST-1", "--reason=r", "--until=0s")
        .exitedWith(2)
        .complainsOnce("has passed");

    assertThat(history("PST-1")).isEmpty();
  }

  @Test
  void whatAHoldCannotStopIsSaid() {
    world.track("default", "SAY-CLAIMED", "IDLE", "9 days");
    world.track("default", "SAY-REMOVED", "IDLE", "9 days");
    world
        .jdbc
        .sql(
            """
            with r as (
              insert into cleanup_run (kind, account, created_before, state)
              values ('nightly', 'default', now(), 'complete') returning run_id),
            a as (
              insert into session_audit (run_id, session_key, attempts, outcome, evidence)
              select r.run_id, k.key, 1, k.outcome, k.evidence
              from r, (values ('SAY-CLAIMED', null, null), ('SAY-REMOVED', 'removed', 'confirmed'))
                as k (key, outcome, evidence))
            update tracked_session set settled_at = now() where session_key = 'SAY-REMOVED'
            """)
        .update();

    world
        .run("hold", "add", "SAY-CLAIMED", "SAY-REMOVED", "--reason=r")
        .exitedWith(0)
        .says(
            "Warning: 1 session is settled already. A hold comes too late.\n  SAY-REMOVED (removed)\n",
            "Warning: 1 session is claimed by a run. A DELETE that was granted before may still take effect",
            "  SAY-CLAIMED (run ",
            ", 1 attempt)\n");
    world
        .run("hold", "list")
        .exitedWith(0)
        .says("(claimed by run", "attempts: 1)", "(settled already)");
    world
        .run("hold", "list", "--output=json")
        .exitedWith(0)
        .says("{\"session_key\":\"SAY-CLAIMED\",\"reason\":\"r\"", "\"attempts\":1");
    world.jdbc.sql("delete from session_audit where outcome is null and attempts = 0").update();
  }

  @Test
  void listFitsATerminalAndCutsNoReasonOff() {
    world.run("hold", "list").exitedWith(0).says("No session is on hold.\n");
    world.track("default", "ABC-DEFGH12345", "IDLE", "9 days");
    world.track("default", "ABC-DEFGH12346", "IDLE", "9 days");
    world.track("default", "a key of another shape, with 49 characters in all", "IDLE", "9 days");
    world
        .jdbc
        .sql(
            """
            insert into session_hold (session_key, reason, held_by, held_at, expires_at) values
              ('ABC-DEFGH12345', 'A customer disputes invoice 4711, see the mail of the legal department',
               'maria.of.the.legal.department', '2026-11-03T08:00:00Z', null),
              ('ABC-DEFGH12346', 'audit', 'ops', '2026-11-02T08:00:00Z', '2026-11-03T00:00:00Z'),
              ('a key of another shape, with 49 characters in all', 'https://tickets.example.com/4711',
               'ops', '2026-11-01T08:00:00Z', '2999-11-03T12:30:00Z')
            """)
        .update();

    world
        .run("hold", "list")
        .exitedWith(0)
        .says(
            """
            SESSION         UNTIL               HELD BY       SINCE       REASON
            ABC-DEFGH12345  -                   maria.of.th…  2026-11-03  A customer
                                                                          disputes invoice
                                                                          4711, see the mail
                                                                          of the legal
                                                                          department
            ABC-DEFGH12346  expired 2026-11-03  ops           2026-11-02  audit
            a key of another shape, with 49 characters in all
                            2999-11-03 12:30    ops           2026-11-01  https://tickets.ex
                                                                          ample.com/4711
            3 holds: 2 in force, 1 expired. Times are UTC.
            """);
  }

  private List<String> history(String key) {
    return world
        .jdbc
        .sql(
            """
            select change || ' ' || reason || ' by ' || changed_by from session_hold_history
            where session_key = ? and database_user is not null
            order by history_id
            """)
        .param(key)
        .query(String.class)
        .list();
  }

  private static void type(String text) {
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
