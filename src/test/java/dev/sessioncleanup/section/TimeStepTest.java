package dev.sessioncleanup.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeStepTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-01T22:00:03Z, 2026-11-01T22:00:03Z, 10 seconds, 1, 22:00:00",
    "2026-11-01T22:00:03Z, 2026-11-01T22:06:39Z, 10 seconds, 40, 22:00:00",
    "2026-11-01T22:00:03Z, 2026-11-01T22:06:40Z, 30 seconds, 14, 22:00:00",
    "2026-11-01T22:00:30Z, 2026-11-01T22:30:00Z, minute, 31, 22:00",
    "2026-11-01T23:59:59Z, 2026-11-02T00:30:00Z, minute, 32, 2026-11-01 23:59",
    "2026-11-01T00:00:00Z, 2026-11-30T23:59:59Z, day, 30, 2026-11-01",
    "2026-01-03T12:00:00Z, 2026-12-01T00:00:00Z, 30 days, 12, 2026-01-03",
    "0001-01-01T00:00:00Z, 2026-12-31T00:00:00Z, 36500 days, 21, 0001-01-01",
  })
  void stepsAreRoundAndFew(Instant start, Instant last, String text, int steps, String first) {
    TimeStep step = TimeStep.covering(start, last);

    assertThat(step.text()).isEqualTo(text);
    assertThat(step.starts()).hasSize(steps);
    assertThat(step.label(step.starts().getFirst())).isEqualTo(first);
    assertThat(step.starts().getFirst()).isBeforeOrEqualTo(start);
    assertThat(step.starts().getLast().plus(step.length())).isAfter(last);
  }
}
