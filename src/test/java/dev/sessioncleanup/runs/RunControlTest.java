package dev.sessioncleanup.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.simulation.EachSeed;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunControlTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void firstEndingIsKept() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          assertThat(control.ended()).isFalse();
          control.end(Ending.Kind.LIMIT, "the limit is reached");
          control.end(Ending.Kind.FAULT, "too late");
          control.stop(Duration.ofSeconds(1));

          assertThat(control.ending())
              .hasValue(new Ending(Ending.Kind.LIMIT, "the limit is reached"));
        });
  }

  @Test
  void stopEndsTheRunAndBeginsTheGracePeriod() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          long begun = threads.nanos();
          control.stop(Duration.ofSeconds(2));

          assertThat(control.ending().orElseThrow().kind()).isEqualTo(Ending.Kind.STOPPED);
          assertThat(control.deadline()).isEqualTo(begun + 2 * SECOND);
          assertThat(control.outOfTime()).isFalse();
          threads.sleepUntil(begun + 2 * SECOND);
          assertThat(control.outOfTime()).isTrue();
        });
  }

  @Test
  void otherEndingsHaveNoGracePeriod() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          control.end(Ending.Kind.BREAKER, null);
          threads.sleepUntil(threads.nanos() + 3600 * SECOND);

          assertThat(control.outOfTime()).isFalse();
        });
  }

  @Test
  void listenersAreCalledForEachAttemptToEndTheRun() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          AtomicInteger heard = new AtomicInteger();
          control.onEnd(heard::incrementAndGet);
          assertThat(heard).hasValue(0);

          control.end(Ending.Kind.BREAKER, null);
          assertThat(heard).hasValue(1);
          control.stop(Duration.ofSeconds(1));
          assertThat(heard).hasValue(2);
        });
  }

  @Test
  void listenerAddedAfterTheEndIsCalledAtOnce() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          control.end(Ending.Kind.BREAKER, null);
          AtomicInteger heard = new AtomicInteger();
          control.onEnd(heard::incrementAndGet);

          assertThat(heard).hasValue(1);
        });
  }

  @Test
  void sleepWaitsForItsDuration() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          long begun = threads.nanos();
          control.sleep(5 * SECOND);

          assertThat(threads.nanos() - begun).isEqualTo(5 * SECOND);
        });
  }

  @Test
  void sleepEndsWithTheRun() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          long begun = threads.nanos();
          threads.start(
              "operator",
              () -> {
                threads.sleepUntil(begun + SECOND);
                control.end(Ending.Kind.CANCELLED, null);
              });
          control.sleep(5 * SECOND);
          assertThat(threads.nanos() - begun).isEqualTo(SECOND);

          control.sleep(5 * SECOND);
          assertThat(threads.nanos() - begun).isEqualTo(SECOND);
        });
  }

  @Test
  void timeBudgetCountsFromTheStartOfTheCommand() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          long begun = threads.nanos();
          threads.sleepUntil(begun + 2 * SECOND);
          control.endAfter(Duration.ofSeconds(5), begun, Ending.Kind.TIME_BUDGET, "used up");
          threads.sleepUntil(begun + 5 * SECOND - 1);
          assertThat(control.ended()).isFalse();

          control.sleep(SECOND);
          assertThat(threads.nanos() - begun).isEqualTo(5 * SECOND);
          assertThat(control.ending()).hasValue(new Ending(Ending.Kind.TIME_BUDGET, "used up"));
        });
  }

  @Test
  void usedUpTimeBudgetEndsTheRunAtOnce() {
    EachSeed.run(
        threads -> {
          RunControl control = new RunControl(threads);
          long begun = threads.nanos();
          control.endAfter(
              Duration.ofSeconds(5), begun - 9 * SECOND, Ending.Kind.TIME_BUDGET, "used up");
          control.sleep(SECOND);

          assertThat(threads.nanos()).isEqualTo(begun);
        });
  }
}
