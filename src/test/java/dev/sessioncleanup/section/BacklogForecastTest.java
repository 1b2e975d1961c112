package dev.sessioncleanup.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.settings.Rate;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogForecastTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 100, 0",
    "1, 0, 100, 1",
    "100, 500, 100, 1",
    "101, 0, 100, 2",
    "200, 0, 100, 2",
    "200, 50, 100, 3",
    "101, 100, 100, -1",
    "101, 200, 100, -1",
  })
  void nightsAreThoseUntilNothingIsLeft(
      long stale, BigDecimal newPerDay, long perNight, long nights) {
    assertThat(new BacklogForecast("acme", stale, newPerDay, new Rate(5), perNight).nights())
        .isEqualTo(nights);
  }
}
