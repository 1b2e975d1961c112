package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.truth.Truth;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Doubt must not be lost between two runs, or between two calls. */
@DatabaseTest
class DoubtTest {
  private static final String LOST = "DBT-0000000001";
  private static final String OTHER = "DBT-0000000002";
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void missingAfterAnUnrecognised200IsRemovedInferred() {
    world.stale(LOST, OTHER);
    world.pave.faultFor(LOST, Fault.EMPTY, 1);

    world.run("sweep").exitedWith(0);

    assertThat(world.audited(LOST))
        .returns("removed", SessionAuditRow::outcome)
        .returns("inferred", SessionAuditRow::evidence)
        .returns(2, SessionAuditRow::attempts)
        .returns(1, SessionAuditRow::unanswered);
    Truth.assertAuditIsTrue(world);
  }

  /** The send of the dead process removed the session; the outcome held does not change that. */
  @Test
  void missingAfterAHeldClaimOfADeadProcessIsRemovedInferred() {
    world.track("default", LOST, "IDLE", "30 days");
    world.hold(LOST);
    claimOfADeadProcess();

    world.run("sweep").exitedWith(0);

    assertThat(world.audited(LOST))
        .returns("held", SessionAuditRow::outcome)
        .returns(1, SessionAuditRow::unanswered);
    assertThat(world.pave.log()).isEmpty();
    world.jdbc.sql("delete from session_hold").update();

    world.run("sweep").exitedWith(0);

    assertThat(outcomes()).containsExactly("held -", "removed inferred");
    assertThat(world.settled(LOST)).isTrue();
  }

  /** The change of the tracked row may be the effect of the send, so a GET decides. */
  @Test
  void unansweredClaimWhoseTrackedRowChangedIsLookedUp() {
    world.track("default", LOST, "DELETED", "30 days");
    claimOfADeadProcess();

    world.run("sweep").exitedWith(0);

    assertThat(outcomes()).containsExactly("removed inferred");
    assertThat(world.pave.log()).extracting(Exchange::method).containsExactly("GET");
  }

  @Test
  void unansweredClaimWhoseTrackedRowIsGoneIsLookedUp() {
    world.track("default", LOST, "IDLE", "30 days");
    claimOfADeadProcess();
    world.jdbc.sql("delete from tracked_session").update();

    world.run("sweep").exitedWith(0);

    assertThat(outcomes()).containsExactly("removed inferred");
  }

  @Test
  void unansweredClaimOfASessionThatWasStartedIsNotIdleConfirmed() {
    world.track("default", LOST, "STARTED", "30 days");
    world.pave.session(World.key("default"), LOST, "STARTED");
    claimOfADeadProcess();

    world.run("sweep").exitedWith(0);

    assertThat(outcomes()).containsExactly("not_idle confirmed");
  }

  private void claimOfADeadProcess() {
    world
        .jdbc
        .sql(
            """
            with run as (
              insert into cleanup_run (kind, account, created_before, state, process_id)
              values ('nightly', 'default', now() - interval '7 days', 'running', 77)
              returning run_id
            )
            insert into session_audit (run_id, session_key, account, attempts, unanswered, claimed_by)
            select run_id, :key, 'default', 1, 1, 77 from run
            """)
        .param("key", LOST)
        .update();
  }

  private List<String> outcomes() {
    return world.audit().stream()
        .map(row -> row.outcome() + " " + (row.evidence() == null ? "-" : row.evidence()))
        .toList();
  }
}
