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
@PaceTest
class SharedCeilingTest {
  private static final int RATE = 50;
  private static final int TRIES = 3;

  @ParameterizedTest
  @CsvSource({"1, 5, 150", "1, 400, 150", "4, 5, 300", "4, 400, 300"})
  void processesTogetherNeverExceedTheCeiling(int processes, int reply, int sessions)
      throws InterruptedException {
    PaceRow row = measure(processes, reply, sessions);
    // Requests that the machine holds back arrive as a bunch; that says nothing of the program.
    for (int i = 1; i < TRIES && disturbed(row); i++) {
      row = measure(processes, reply, sessions);
    }
    assertThat(row.most()).as("%s", row).isLessThanOrEqualTo(row.allowedOnThisMachine());
    assertThat(row.requests()).as("nothing is sent twice").isEqualTo(sessions);
  }

  private static PaceRow measure(int processes, int reply, int sessions)
      throws InterruptedException {
    PaceRow row = PaceRow.measure(RATE, processes, Duration.ofMillis(reply), sessions);
    System.out.println(PaceRow.HEAD);
    System.out.println(row);
    return row;
  }

  private static boolean disturbed(PaceRow row) {
    return row.most() > row.allowed() && row.stalled().toNanos() > 1_000_000_000L / RATE;
  }
}
