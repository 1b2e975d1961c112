package dev.sessioncleanup.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.SystemScheduler;
import dev.sessioncleanup.pacing.GrantReply;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pacing.SlotRequest;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.RunControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThrottlesTest {
  private static final Reply.Throttled REPLY =
      new Reply.Throttled(429, null, "429: slow down", Duration.ofMillis(5));

  private final Scheduler scheduler = new SystemScheduler();
  private final Recorded recorded = new Recorded();
  private final RunControl control = new RunControl(scheduler);
  private final Throttles throttles =
      new Throttles(
          recorded,
          new DatabaseRetry(control, Duration.ofSeconds(1), scheduler),
          new PermitQueue(scheduler),
          scheduler);

  /** The probe of a run that has ended may come back before the next run sends. */
  @Test
  void throttleIsRecordedAfterTheDispatcherHasEnded() {
    throttles.close();
    throttles.abandon();

    throttles.report(7, REPLY);

    assertThat(recorded.slots).containsExactly(7L);
  }

  @Test
  void nothingIsRecordedOnceTheDatabaseWasUnavailableForTooLong() {
    throttles.abandon();

    throttles.report(7, REPLY);

    assertThat(recorded.slots).isEmpty();
  }

  private static final class Recorded implements RateLimiter {
    private final List<Long> slots = new ArrayList<>();

    @Override
    public GrantReply ask(List<SlotRequest> requests, long lead) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long clock() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void slowDown(long slotMicros, @Nullable Duration retryAfter, String reason) {
      slots.add(slotMicros);
    }
  }
}
