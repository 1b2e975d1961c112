package dev.sessioncleanup.pacing;

import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The rate table. The result depends on the machine, so it runs only on request: {@code mvn test
 * -Dtest=RateTableTest -Dgroups=benchmark -DexcludedGroups=none}; {@code -Dbenchmark.rates}, {@code
 * -Dbenchmark.processes}, {@code -Dbenchmark.replies} (milliseconds) and {@code
 * -Dbenchmark.seconds} measure some rows only.
 */
@DatabaseTest
@Tag("benchmark")
class RateTableTest {
  private static final int SECONDS = Integer.getInteger("benchmark.seconds", 20);

  @Test
  void ceilingIsKeptAndUsed() throws InterruptedException {
    List<RateMeasurement> rows = new ArrayList<>();
    System.out.println(RateMeasurement.HEAD);
    for (int rate : numbers("benchmark.rates", "5,50,500")) {
      for (int processes : numbers("benchmark.processes", "1,4")) {
        for (int reply : numbers("benchmark.replies", "5,400")) {
          RateMeasurement row =
              RateMeasurement.measure(rate, processes, Duration.ofMillis(reply), rate * SECONDS);
          System.out.println(row);
          rows.add(row);
        }
      }
    }

    assertSoftly(
        all ->
            rows.forEach(
                row -> {
                  all.assertThat(row.most()).as("%s", row).isLessThanOrEqualTo(row.allowed());
                  all.assertThat(row.usedWarm()).as("%s", row).isGreaterThanOrEqualTo(0.97);
                }));
  }

  private static List<Integer> numbers(String property, String otherwise) {
    return List.of(System.getProperty(property, otherwise).split(",", -1)).stream()
        .map(Integer::valueOf)
        .toList();
  }
}
