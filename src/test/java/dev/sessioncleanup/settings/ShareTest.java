package dev.sessioncleanup.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShareTest {
  @Test
  void shareIsExceededOnlyAboveTheExactCount() {
    for (int hundredths = 0; hundredths <= 100; hundredths++) {
      double share =
          Double.parseDouble(hundredths / 100 + "." + "%02d".formatted(hundredths % 100));

      assertThat(Share.exceeded(hundredths, share, 100)).as("%s", share).isFalse();
      assertThat(Share.exceeded(hundredths + 1, share, 100)).as("%s", share).isTrue();
    }
  }
}
