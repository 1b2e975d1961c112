package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Four real processes on one account; the whole table is {@link RateTableTest}'s. */
@DatabaseTest
class SharedCeilingTest {
  @Test
  void fourProcessesTogetherNeverExceedTheCeiling() throws InterruptedException {
    PaceRow row = PaceRow.measure(50, 4, Duration.ofMillis(5), 300);

    System.out.println(PaceRow.HEAD);
    System.out.println(row);
    assertThat(row.most()).as("%s", row).isLessThanOrEqualTo(row.allowedOnThisMachine());
    assertThat(row.requests()).as("nothing is sent twice").isEqualTo(300);
  }
}
