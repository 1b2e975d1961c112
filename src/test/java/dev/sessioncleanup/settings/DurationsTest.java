package dev.sessioncleanup.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S",
    "30m, PT30M",
    "12h, PT12H",
    "7d, PT168H",
    "500ms, PT0.5S",
    "PT36H, PT36H",
    "' 7d ', PT168H",
    "36500d, PT876000H"
  })
  void durationIsReadInCommonForms(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "7 days", "1w", "-7d", "36501d", "99999999999999999999d"})
  void invalidDurationIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(InvalidSettingException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.09S, 90ms",
    "PT1.25S, 1.2s",
    "PT59S, 59s",
    "PT1M30S, 1m 30s",
    "PT2M, 2m",
    "PT3H5M59S, 3h 5m",
    "PT4H, 4h",
    "PT76H, 3d 4h",
    "PT168H, 7d"
  })
  void durationIsWrittenInItsTwoLargestUnits(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }
}
