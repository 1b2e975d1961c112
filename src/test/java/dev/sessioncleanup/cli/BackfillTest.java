package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
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
  void fromIsInclusiveAndToIsExclusive() {
    world
        .run("backfill", "--from", "2024-03-01", "--to", "2024-03-10", "--yes")
        .exitedWith(0)
        .says(
            "Account default: 2 sessions to delete, created from 2024-03-01T00:00:00Z to\n  2024-03-09T23:59:59Z",
            "  2024-03  2 ####",
            "  guards: count ok (2 of 100000), share not applied below 100 IDLE sessions;\n    about 4ms at 500/s");

    assertThat(Truth.outcomes(world)).containsOnlyKeys("BCK-FROM", "BCK-LAST");
    assertThat(world.onlyRun())
        .returns("backfill", CleanupRunRow::kind)
        .returns("complete", CleanupRunRow::state);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void instantsKeepTheirOffset() {
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
  void withoutTerminalAndWithoutYesOnlyThePlanIsShown() {
    Shell.Ended ended = world.run("backfill", "--from", "2024-03-01", "--to", "2024-03-10");

    ended.exitedWith(2).says("2 sessions to delete, created from 2024-03-01T00:00:00Z");
    assertThat(ended.err()).contains("--yes", "--dry-run").doesNotContain("\tat ");
    assertThat(world.runs()).isEmpty();
    assertThat(world.audit()).isEmpty();
    assertThat(world.pave.log()).isEmpty();
  }

  @Test
  void planShowsMonthsAndWhatIsLeftAlone() {
    created("BCK-MAY", "2024-05-10T00:00:00Z");
    created("BCK-JUNE", "2024-05-31T23:59:59Z");
    created("BCK-HELD", "2024-05-31T12:00:00Z");
    world.hold("BCK-HELD");
    world.track("default", "BCK-STARTED", "STARTED", "30 days");
    world.track("default", "BCK-YOUNG", "IDLE", "1 hour");

    world
        .run("backfill", "--from", "2024-03-01", "--to", "2099-01-01")
        .exitedWith(2)
        .says(
            "  2024-03  3 ########################################",
            "  2024-05  2 ##########################\n",
            "  left alone: 1 STARTED, 1 on hold, 1 too young\n");
  }

  @Test
  void toThatIsCappedIsSaid() {
    world
        .run("backfill", "--from", "2024-03-01", "--to", "2099-01-01")
        .says(
            "  only sessions created before ",
            "Z, not 2099-01-01T00:00:00Z:",
            "cleanup.guard.min-age");
  }

  @Test
  void nothingToDeleteIsNotAskedAbout() {
    world
        .run("backfill", "--from", "2023-01-01", "--to", "2023-02-01")
        .exitedWith(0)
        .says("Account default: nothing to delete.");
    assertThat(world.runs()).isEmpty();
  }

  @Test
  void guardsSayBeforehandThatTheyWouldStopIt() {
    world.set("cleanup.guard.max-count", "1");

    world
        .run("backfill", "--from", "2024-03-01", "--to", "2024-03-10")
        .exitedWith(4)
        .says("guards: STOPS the run. 2 sessions are planned", "cleanup.guard.max-count");
    assertThat(world.runs()).isEmpty();
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
  void planAboveTheGuardIsReportedAndSendsNothing() {
    world.set("cleanup.guard.max-count", "1");

    world
        .run("backfill", "--from", "2024-03-01", "--to", "2024-03-10", "--yes")
        .exitedWith(4)
        .says("2 sessions are planned, but cleanup.guard.max-count allows only 1");

    assertThat(world.pave.log()).isEmpty();
  }

  private void created(String key, String instant) {
    world.pave.session(World.key("default"), key, "IDLE");
    world
        .jdbc
        .sql("insert into tracked_session (session_key, created_at) values (?, ?::timestamptz)")
        .param(key)
        .param(instant)
        .update();
  }
}
