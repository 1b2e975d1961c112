package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.truth.Truth;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The circuit breaker just opens, and just not; replies come one by one, oldest session first. */
@DatabaseTest
class BreakerTest {
  private static final int SESSIONS = 60;
  private final World world = new World().set("cleanup.max-in-flight", "1");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sixMissingOfTheFirstTenEndTheRun() {
    track("xxoxoxoxox", "x");

    world
        .run("sweep")
        .exitedWith(4)
        .says(
            "PAVE does not know 6 of the last 1",
            "404 missing",
            "cleanup.breaker.max-missing is 0.5");

    assertThat(world.onlyRun().state()).isEqualTo("aborted");
    assertThat(world.pave.log()).hasSizeBetween(10, SESSIONS - 1);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void fiveMissingOfTheFirstTenDoNotEndTheRun() {
    track("oxoxoxoxox", "o");

    world.run("sweep").exitedWith(0);

    assertThat(Truth.outcomes(world).values())
        .hasSize(SESSIONS)
        .filteredOn("missing"::equals)
        .hasSize(5);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void nineMissingAreTooFewToEndTheRun() {
    for (int i = 0; i < 9; i++) {
      world.track("default", "BRK-%010d".formatted(i), "IDLE", "30 days");
    }

    world.run("sweep").exitedWith(0);
  }

  @Test
  void moreThanHalfUnexpectedRepliesEndTheRun() {
    world.set("cleanup.breaker.sample", "10");
    track("oooooooooo", "o");
    unexpectedOnce(0, 1, 2, 3, 4, 5);
    unexpectedOnce(IntStream.range(50, SESSIONS).toArray());

    world
        .run("sweep")
        .exitedWith(4)
        .says(
            "of the last 10 replies were unexpected",
            "x 502 with text/html",
            "x 200 removed",
            "Other sessions were tried then, and 6 of 6 got such replies as well.",
            "Check for a proxy or login page in front of pave.base-url.",
            "cleanup.breaker.max-unexpected is 0.5");

    assertThat(world.onlyRun().state()).isEqualTo("aborted");
    assertThat(world.pave.removed()).hasSizeLessThan(SESSIONS);
  }

  @Test
  void halfUnexpectedRepliesDoNotEndTheRun() {
    world.set("cleanup.breaker.sample", "10");
    track("oooooooooo", "o");
    unexpectedOnce(0, 1, 2, 3, 4);

    world.run("sweep").exitedWith(0);

    assertThat(world.pave.removed()).hasSize(SESSIONS);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void proxyPageForEverybodyEndsTheRunAfterTheSampleAndATrial() {
    track("oooooooooo", "o");
    world.pave.faults(request -> Optional.of(Fault.HTML_200));

    world.run("sweep").exitedWith(4).says("50 of the last 50 replies were unexpected");

    assertThat(world.pave.log()).hasSizeLessThan(50 + 6 + 5); // some were on their way by then
    assertThat(world.onlyRun().state()).isEqualTo("aborted");
  }

  @Test
  void badSessionsAtTheOldestEndDoNotKeepTheOthers() {
    world.set("cleanup.breaker.sample", "10").set("cleanup.rate", "10/s");
    track("oooooooooo", "o");
    for (int i = 0; i < 30; i++) {
      world.pave.faultFor("BRK-%010d".formatted(i), Fault.ERROR_500_BEFORE, 1000);
    }

    world.set("cleanup.max-attempts", "2").run("sweep").exitedWith(7).says("30 sessions failed");

    assertThat(world.pave.removed()).hasSize(SESSIONS - 30);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void fewerRepliesThanTheSampleNeverEndTheRun() {
    world.set("cleanup.breaker.sample", "10").set("cleanup.max-attempts", "3");
    for (int i = 0; i < 3; i++) {
      world.stale("BRK-%010d".formatted(i));
      world.pave.faultFor("BRK-%010d".formatted(i), Fault.BAD_GATEWAY_HTML, 3);
    }

    world.run("sweep").exitedWith(7);
  }

  @Test
  void oneFailingSessionNeverEndsTheRunEvenWithASmallSample() {
    world.set("cleanup.breaker.sample", "3").set("cleanup.max-attempts", "4");
    for (int i = 0; i < 5; i++) {
      world.stale("BRK-%010d".formatted(i));
    }
    world.pave.faultFor("BRK-%010d".formatted(2), Fault.ERROR_500_BEFORE, 4);

    world.run("sweep").exitedWith(7).says("1 session failed");

    assertThat(world.pave.removed()).hasSize(4);
    Truth.assertAuditIsTrue(world);
  }

  private void unexpectedOnce(int... numbers) {
    for (int number : numbers) {
      world.pave.faultFor("BRK-%010d".formatted(number), Fault.BAD_GATEWAY_HTML, 1);
    }
  }

  /** o is known to PAVE, x is not; the sessions after the first ten are all alike. */
  private void track(String firstTen, String others) {
    String all = firstTen + others.repeat(SESSIONS - firstTen.length());
    for (int i = 0; i < SESSIONS; i++) {
      String key = "BRK-%010d".formatted(i);
      world.track("default", key, "IDLE", (40_000 - i) + " minutes");
      if (all.charAt(i) == 'o') {
        world.pave.session(World.key("default"), key, "IDLE");
      }
    }
  }
}
