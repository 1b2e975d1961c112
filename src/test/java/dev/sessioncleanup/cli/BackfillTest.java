package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class BackfillTest {
  private final World world = new World();

  @BeforeEach
  void track() {
    created("BCK-BEFORE", "2024-02-29T23:59:59.999999Z");
    created("BCK-FROM", "2024-03-01T00:00:00Z");
    created("BCK-LAST", "2024-03-09T23:59:59.999999Z");
    created("BCK-TO", "2024-03-10T00:00:00Z");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void backfillTakesFromAndLeavesTo() {
    world
        .run("backfill", "--from", "2024-03-01", "--to", "2024-03-10", "--yes")
        .exitedWith(0)
        .says(
            "Account default: 2 sessions to delete, created from 2024-03-01T00:00:00Z to"
                + " 2024-03-09T23:59:59.999999Z; about 4ms at 500/s.");

    assertThat(Truth.outcomes(world)).containsOnlyKeys("BCK-FROM", "BCK-LAST");
    assertThat(world.onlyRun()).returns("backfill", Ran::kind).returns("complete", Ran::state);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void instantsAreTakenWithTheirOffset() {
    world
        .run(
            "backfill",
            "--from=2024-03-01T05:30:00+05:30",
            "--to=2024-03-01T00:00:00.000001Z",
            "--yes")
        .exitedWith(0);

    assertThat(Truth.outcomes(world)).containsOnlyKeys("BCK-FROM");
  }

  @Test
  void withoutTerminalAndWithoutYesThePlanIsShownAndNoRunIsWritten() {
    Shell.Ended ended = world.run("backfill", "--from", "2024-03-01", "--to", "2024-03-10");

    ended.exitedWith(2).says("2 sessions to delete, created from 2024-03-01T00:00:00Z");
    assertThat(ended.err()).contains("--yes", "--dry-run").doesNotContain("\tat ");
    assertThat(world.runs()).isEmpty();
    assertThat(world.audit()).isEmpty();
    assertThat(world.pave.log()).isEmpty();
  }

  @Test
  void toIsCappedByTheMinimumAge() {
    world.track("default", "BCK-23H", "IDLE", "23 hours 59 minutes");
    world.track("default", "BCK-24H", "IDLE", "24 hours 1 minute");
    world.pave.session(World.key("default"), "BCK-23H", "IDLE");
    world.pave.session(World.key("default"), "BCK-24H", "IDLE");

    world.run("backfill", "--from", "2024-03-10", "--to", "2099-01-01", "--yes").exitedWith(0);

    assertThat(Truth.outcomes(world)).containsOnlyKeys("BCK-TO", "BCK-24H");
    Instant cutoff =
        world
            .jdbc
            .sql("select created_before from cleanup_run")
            .query(OffsetDateTime.class)
            .single()
            .toInstant();
    assertThat(Duration.between(cutoff, Instant.now()))
        .isBetween(Duration.ofHours(24), Duration.ofHours(24).plusMinutes(2));
  }

  @Test
  void emptyRangeOfDatesIsCompleteAtOnce() {
    world
        .run("backfill", "--from", "2023-01-01", "--to", "2023-02-01", "--yes")
        .exitedWith(0)
        .says("Account default: nothing to delete.");
  }

  @Test
  void planAboveTheGuardSaysSoAndSendsNothing() {
    world.set("cleanup.guard.max-count", "1");

    world
        .run("backfill", "--from", "2024-03-01", "--to", "2024-03-10", "--yes")
        .exitedWith(4)
        .says("2 sessions are planned, more than the 1 of cleanup.guard.max-count");

    assertThat(world.pave.log()).isEmpty();
  }

  private void created(String key, String moment) {
    world.pave.session(World.key("default"), key, "IDLE");
    world
        .jdbc
        .sql("insert into tracked_session (session_key, created_at) values (?, ?::timestamptz)")
        .param(key)
        .param(moment)
        .update();
  }
}
