package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {
  private static final int MAX = 32;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Tally tally = new Tally();
  private final Room room = room(500);

  private Room room(double rate) {
    var breaker = new CleanupProperties.Breaker(50, 1, 1);
    return new Room(
        new Terms(1, new Rate(rate), MAX, 5, false, Duration.ofMinutes(10), breaker), tally);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "49, 0", "50, 3", "100, 15", "150, 31", "60000, 31"})
  void roomOpensByAndByUntilPaveIsHeard(long millis, int left) {
    assertThat(room.left(0, false, 0)).isEqualTo(1);
    room.entered(0);

    assertThat(room.left(1, false, millis * MILLI)).isEqualTo(left);
  }

  @Test
  void roomIsOpenWhenPaveIsHeard() {
    assertThat(room.left(1, true, 0)).isEqualTo(MAX - 1);
    assertThat(room.left(MAX, true, 0)).isZero();
    assertThat(room(5).left(0, true, 0)).as("slots within reach").isEqualTo(1);
  }

  @Test
  void fullRoomIsSaidOnceWithWhatToDo() {
    tally.replied(Duration.ofMillis(400));
    room.full(true, 0);
    room.full(true, 600 * MILLI);
    room.full(false, 900 * MILLI);
    assertThat(tally.figures().heldBack()).isNull();

    room.full(true, 5000 * MILLI);
    room.full(true, 5100 * MILLI);

    assertThat(tally.figures().heldBack())
        .isEqualTo(
            "below 500/s by cleanup.max-in-flight=32: replies take about 400 ms; raise it to 250");
  }

  @Test
  void callsThatHangAreNotSlowReplies() {
    tally.replied(Duration.ofMillis(5));
    Room slow = room(50);
    slow.full(true, 0);
    slow.full(true, 10_000 * MILLI);

    assertThat(tally.figures().heldBack()).isNull();
  }
}
