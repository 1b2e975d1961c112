package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.pacing.Pace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String REASON = "429: Too Many Requests";

  @Test
  void silenceIsShownWithItsEndAndReason() {
    Pace pace = new Pace(0.97, Instant.parse("2026-11-23T12:00:05.4Z"), REASON);

    assertThat(Progress.slowed(pace))
        .isEqualTo(", held until 2026-11-23T12:00:05Z: 429: Too Many Requests");
  }

  @Test
  void paceThatClimbsIsShownWithItsShareAndReason() {
    assertThat(Progress.slowed(new Pace(0.815, null, REASON)))
        .isEqualTo(", slowed to 81%: 429: Too Many Requests");
  }

  @Test
  void paceThatHasRecoveredIsNotShown() {
    assertThat(Progress.slowed(new Pace(1, null, REASON))).isEmpty();
  }
}
