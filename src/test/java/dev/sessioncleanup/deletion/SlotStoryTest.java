package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.pacing.Pace;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SlotStoryTest {
  @AutoClose private final Story story = new Story();

  @Test
  void clockIsReadBeforeTheFirstSlotAndNotAgain() {
    AtomicInteger before = new AtomicInteger();
    story.slots.onGrant(() -> before.compareAndSet(0, story.slots.clockReadings()));

    story.track(50).tell().balanced();

    assertThat(before.get()).isPositive();
    assertThat(story.slots.clockReadings()).isEqualTo(before.get());
  }

  @Test
  void silenceIsShownWhileItLastsAlsoWhenAnotherProcessWasAskedForIt() {
    story.track(5);
    story.slots.slowDown(0, Duration.ofMinutes(5), "429");

    story.begin().until(() -> story.figures().pace().heldUntil() != null);
    assertThat(story.figures().throttled()).isZero();

    story.untilOver().balanced();
    assertThat(story.figures().pace()).isEqualTo(Pace.FULL);
  }

  @Test
  void clockIsReadAnewWhenForASecondNoSlotCouldBeUsed() {
    story.track(5);
    story.slots.grantLate(Integer.MAX_VALUE);
    story.begin().until(() -> story.slots.clockReadings() > 0);
    int first = story.slots.clockReadings();

    story.until(() -> story.slots.clockReadings() > first);

    story.slots.grantLate(0);
    story.untilOver().balanced();
    assertThat(story.pave.deletes()).isEqualTo(5);
  }
}
