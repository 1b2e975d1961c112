package dev.sessioncleanup.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotScenarioTest {
  @Test
  void clockIsReadBeforeTheFirstSlotAndNotAgain() {
    Scenario.each(
        scenario -> {
          AtomicInteger before = new AtomicInteger(-1);
          scenario.database.after(
              "ask", () -> before.compareAndSet(-1, scenario.database.count("clock")));

          scenario.track(50).run().assertComplete();

          assertThat(before.get()).isEqualTo(5);
          assertThat(scenario.database.count("clock")).isEqualTo(5);
        });
  }

  @Test
  void forfeitedSlotIsUndone() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.database.delayGrants(2, Duration.ofSeconds(1));

          scenario.run().assertComplete();

          assertThat(scenario.pave.log()).containsExactly("DELETE KEY");
          assertThat(scenario.row("KEY").attempts).isEqualTo(1);
          assertThat(scenario.row("KEY").unanswered).isZero();
        });
  }

  /** A commit that takes longer than a slot can wait, as on a slow disk, at each grant. */
  @Test
  void grantsThatAreAlwaysLateAreUsedAllTheSame() {
    Scenario.each(
        scenario -> {
          scenario.track(300);
          scenario.database.delayGrants(Integer.MAX_VALUE, Duration.ofMillis(40));

          scenario.run().assertComplete();

          assertThat(scenario.pave.deletes()).isEqualTo(300);
          assertThat(scenario.database.count("ask")).isLessThan(60);
        });
  }

  @Test
  void paceReturnsAfterAStallOfTheDatabase() {
    Scenario.each(
        scenario -> {
          scenario.track(600);
          scenario.settings.maxInFlight = 200;
          scenario.database.delayGrants(Integer.MAX_VALUE, Duration.ofMillis(30));
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() >= 100);
                scenario.database.delayGrants(Integer.MAX_VALUE, Duration.ofMillis(120));
                scenario.until(() -> scenario.pave.deletes() >= 150);
                scenario.database.delayGrants(Integer.MAX_VALUE, Duration.ofMillis(30));
              });

          scenario.run().assertComplete();

          assertThat(scenario.database.count("ask")).isLessThan(150);
        });
  }

  @Test
  void clockIsReadAgainAfterASecondWithoutAUsableSlot() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.settings.maxInFlight = 1;
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() >= 20);
                scenario.setServerBack(Duration.ofMillis(500));
              });

          scenario.run().assertComplete();

          assertThat(scenario.database.count("clock")).isGreaterThanOrEqualTo(10);
          assertThat(scenario.pave.deletes()).isEqualTo(100);
          assertThat(scenario.tables.audit)
              .allSatisfy(row -> assertThat(row.attempts).isEqualTo(1));
        });
  }

  @Test
  void waitOfAnotherProcessIsShownWhileItLasts() {
    Scenario.each(
        scenario -> {
          scenario.track(5);
          AtomicBoolean shown = new AtomicBoolean();
          scenario.anotherProcessIsThrottled(Duration.ofMinutes(5));
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.stats().pace().throttledUntil() != null);
                shown.set(true);
                assertThat(scenario.stats().throttled()).isZero();
                assertThat(scenario.pave.log()).isEmpty();
              });

          scenario.run().assertComplete();

          assertThat(shown).isTrue();
          assertThat(scenario.stats().pace().throttledUntil()).isNull();
        });
  }
}
