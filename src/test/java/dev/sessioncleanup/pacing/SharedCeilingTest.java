package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real processes on one account, for some seconds. How much of the ceiling they use is shown here
 * and judged by {@link RateTableTest}, on a machine that is quiet.
 */
@DatabaseTest
class SharedCeilingTest {
  @ParameterizedTest
  @CsvSource({"1, 5, 150", "1, 400, 150", "4, 5, 300", "4, 400, 300"})
  void processesTogetherNeverExceedTheCeiling(int processes, int reply, int sessions)
      throws InterruptedException {
    PaceRow row = PaceRow.measure(50, processes, Duration.ofMillis(reply), sessions);

    System.out.println(PaceRow.HEAD);
    System.out.println(row);
    assertThat(row.most()).as("%s", row).isLessThanOrEqualTo(row.allowedOnThisMachine());
    assertThat(row.requests()).as("nothing is sent twice").isEqualTo(sessions);
  }
}
