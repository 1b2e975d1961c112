package dev.sessioncleanup.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.settings.CleanupProperties;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardObjectionTest {
  private static final CleanupProperties.Guard LIMITS =
      new CleanupProperties.Guard(Duration.ofDays(1), 100_000, 0.5, false);
  private static final Pattern ADVICE = Pattern.compile("--max-share (\\S+),");

  @ParameterizedTest
  @CsvSource({"57, 0.57", "29, 0.29", "58, 0.58", "100, 1"})
  void exactlyTheShareIsAllowed(long planned, double share) {
    assertThat(new Guard(LIMITS, share).objection(planned, 100)).isEmpty();
    assertThat(new Guard(LIMITS, share - 0.01).objection(planned, 100)).isPresent();
  }

  @Test
  void suggestedShareAllowsThePlan() {
    for (long idle : new long[] {100, 101, 333, 1000, 99_999}) {
      for (long planned = 1; planned <= idle; planned += 1 + idle / 200) {
        String objection = new Guard(LIMITS, 0).objection(planned, idle).orElseThrow();
        String share =
            ADVICE.matcher(objection).results().map(MatchResult::group).findFirst().orElseThrow();
        double advised = Double.parseDouble(share.replaceAll("[^0-9.]", ""));

        assertThat(new Guard(LIMITS, advised).objection(planned, idle)).as(objection).isEmpty();
      }
    }
  }
}
