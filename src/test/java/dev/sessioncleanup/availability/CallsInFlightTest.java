package dev.sessioncleanup.availability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.SystemScheduler;
import dev.sessioncleanup.resilience.ConcurrencyLimit;
import org.junit.jupiter.api.Test;

class CallsInFlightTest {
  private final Scheduler scheduler = new SystemScheduler();
  private final CallsInFlight calls =
      new CallsInFlight(new ConcurrencyLimit(3, () -> 9), scheduler);

  @Test
  void callIsInFlightFromItsGrantToItsEnd() {
    calls.answered(true);
    assertThat(calls.any()).isFalse();

    calls.granted(scheduler.nanos());
    assertThat(calls.any()).isTrue();
    assertThat(calls.free()).isEqualTo(2);

    calls.over();
    assertThat(calls.any()).isFalse();
    assertThat(calls.free()).isEqualTo(3);
  }

  @Test
  void firstCallIsSentAlone() {
    assertThat(calls.opening()).isTrue();
    assertThat(calls.free()).isEqualTo(1);

    calls.answered(false);
    assertThat(calls.opening()).isFalse();
    assertThat(calls.free()).isEqualTo(3);
  }
}
