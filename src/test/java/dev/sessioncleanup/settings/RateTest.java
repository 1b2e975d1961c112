package dev.sessioncleanup.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  @ParameterizedTest
  @CsvSource({
    "5/s, 5, 5/s",
    "300/m, 5, 5/s",
    "1/m, 0.0166666666, 1/m",
    "90/h, 0.025, 1.5/m",
    "30/h, 0.0083333333, 30/h",
    "0.042/h, 0.0000116666, 0.042/h",
    "2.5/s, 2.5, 2.5/s",
    "1000/s, 1000, 1000/s",
    "20000/s, 20000, 20000/s",
    "' 7/s ', 7, 7/s"
  })
  void rateIsReadAndWritten(String text, double perSecond, String written) {
    Rate rate = Rate.valueOf(text);

    assertThat(rate.perSecond()).isCloseTo(perSecond, within(1e-9));
    assertThat(rate).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5/d", "-5/s", "5 per second", "1e3/s", "NaN/s", "5/s/s", "٥/s"})
  void otherFormsAreRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Rate.valueOf(text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("5/s, 300/m or 1000/h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/s", "0.0/m", "0.000000001/h", "0.041/h", "20000.1/s", "999999999/s"})
  void ratesBelowTheLowestAndAboveTheHighestAreRefused(String text) {
    assertThatThrownBy(() -> Rate.valueOf(text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("at least one a day (0.042/h) and at most 20000/s");
  }

  @Test
  void notANumberIsRefused() {
    assertThatThrownBy(() -> new Rate(Double.NaN)).isInstanceOf(InvalidSettingException.class);
  }

  @Test
  void timeForRequestsIsRoundedUp() {
    assertThat(new Rate(3).timeFor(10)).isEqualTo(Duration.ofMillis(3334));
    assertThat(Rate.valueOf("1/m").timeFor(60)).isEqualTo(Duration.ofHours(1));
  }
}
