package dev.sessioncleanup.cli;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@DatabaseTest
class MaxInFlightTest {
  @AutoClose private final World world = new World();

  @Test
  void slowRepliesAreReportedAsTheReasonForALowRate() {
    world.stale(IntStream.range(0, 16).mapToObj("FLY-%010d"::formatted).toArray(String[]::new));
    world.pave.replyDelay(Duration.ofMillis(300));

    world
        .run("sweep", "--rate", "100/s", "--cleanup.max-in-flight=2")
        .exitedWith(0)
        .says(
            "slowed      cleanup.max-in-flight=2 keeps the run below 100/s, because replies take about 3");
  }
}
