package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The totals of a run stay the same after its audit rows were purged. */
@DatabaseTest
class PurgedTotalsTest {
  private static final String TOTALS =
      """
      select concat_ws(' ', run_id, sessions, removed, started, missing, not_idle, held, failed, open, inferred,
                       attempts, unanswered)
      from report_run order by run_id
      """;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void totalsAreTheSameBeforeAndAfterAPurge() {
    world.stale("AAA-AAAAA00001", "AAA-AAAAA00002", "AAA-AAAAA00003");
    world.track("default", "AAA-AAAAA00004", "IDLE", "20 days");
    world.pave.session(World.key("default"), "AAA-AAAAA00005", "STARTED");
    world.track("default", "AAA-AAAAA00005", "IDLE", "20 days");
    world.pave.faultFor("AAA-AAAAA00002", Fault.RESET_AFTER, 1);
    world.run("sweep").exitedWith(0);
    List<String> before = totals();
    String shown = world.run("runs", "show", "1").exitedWith(0).out();
    String listed = world.run("runs").exitedWith(0).out();

    assertThat(purge()).isEqualTo(5);

    assertThat(totals()).isEqualTo(before);
    assertThat(before.getFirst()).startsWith("1 5 3 1 1 0 0 0 0 1 ");
    assertThat(world.run("runs", "show", "1").out()).isEqualTo(shown);
    assertThat(world.run("runs").out()).isEqualTo(listed);
  }

  /** A claim of an earlier run is recorded after that run ended and after a purge. */
  @Test
  void outcomesThatAreBookedLaterCountAsWell() {
    world.stale("AAA-AAAAA00001", "AAA-AAAAA00002");
    world.run("sweep", "--limit=1").exitedWith(3);
    world
        .jdbc
        .sql("insert into session_audit (run_id, session_key) values (1, 'AAA-AAAAA00002')")
        .update();
    assertThat(purge()).isEqualTo(1);
    assertThat(totals().getFirst()).startsWith("1 2 1 0 0 0 0 0 1 ");

    world.run("sweep").exitedWith(0).says("of run 1, recorded there");
    assertThat(totals().getFirst()).startsWith("1 2 2 0 0 0 0 0 0 ");
    purge();

    assertThat(totals().getFirst()).startsWith("1 2 2 0 0 0 0 0 0 ");
  }

  private List<String> totals() {
    return world.jdbc.sql(TOTALS).query(String.class).list();
  }

  private long purge() {
    return world.jdbc.sql("select purge_session_audit(now(), 'maria')").query(Long.class).single();
  }
}
