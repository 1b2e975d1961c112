package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.error;
import static dev.sessioncleanup.engine.Replies.missing;
import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.started;
import static dev.sessioncleanup.engine.Replies.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What monitoring counts is what the audit holds; every other scenario checks that, too. */
class CallStatsTest {
  @Test
  void outcomesAndAttemptsEqualTheAudit() {
    Scenario.each(
        scenario -> {
          scenario.track(40).track("STARTED", "MISSING", "LOST", "SLOW", "FAILS");
          scenario.pave.answer("STARTED", started());
          scenario.pave.answer("MISSING", missing());
          scenario.pave.answer("LOST", noReply(), missing());
          scenario.pave.answer("SLOW", throttled(Duration.ofSeconds(1)));
          scenario.pave.answer("FAILS", error(), error(), error(), error(), error());

          scenario.run().assertBalanced();

          CallStats calls = scenario.engine().calls();
          assertThat(calls.recorded(Outcome.REMOVED, true)).isEqualTo(1);
          assertThat(calls.recorded(Outcome.FAILED, false)).isEqualTo(1);
          assertThat(scenario.stats().deletes().sent())
              .isEqualTo(scenario.tables.audit.stream().mapToLong(row -> row.attempts).sum());
          assertThat(calls.openClaims()).isZero();
        });
  }

  @Test
  void everyCallIsCountedByItsStatus() {
    Scenario.each(
        scenario -> {
          scenario.track(40).track("STARTED", "LOST", "FAILS");
          scenario.pave.answer("STARTED", started());
          scenario.pave.answer("LOST", noReply(), missing());
          scenario.pave.answer("FAILS", error(), error(), error(), error(), error());

          scenario.run().assertBalanced();

          CallStats calls = scenario.engine().calls();
          assertThat(calls.replies(0)).isEqualTo(1);
          assertThat(calls.replies(2)).isEqualTo(40);
          assertThat(calls.replies(4)).isEqualTo(2);
          assertThat(calls.replies(5)).isEqualTo(5);
          assertThat(calls.waits()).isEqualTo(48);
        });
  }

  /** Slots are spaced: of claims that ask together, the later ones wait longer. */
  @Test
  void waitsForSlotsAreMeasured() {
    Scenario.each(
        scenario -> {
          scenario.track(100).run().assertComplete();

          CallStats calls = scenario.engine().calls();
          assertThat(calls.waits()).isEqualTo(100);
          assertThat(calls.nanosWaited())
              .isGreaterThan(scenario.stats().sendingNanos())
              .isLessThan(100 * scenario.stats().sendingNanos());
        });
  }
}
