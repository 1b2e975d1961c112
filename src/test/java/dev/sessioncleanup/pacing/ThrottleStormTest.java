package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PAVE asks for silence in the middle of a run, again and again, for three seconds. */
@DatabaseTest
class ThrottleStormTest {
  private static final int SESSIONS = 120;
  private static final int BEFORE_THE_STORM = 30;
  private static final Duration STORM = Duration.ofSeconds(3);

  private final SweepStage stage = new SweepStage(SESSIONS);
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicLong begin = new AtomicLong();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void tooManyRequestsWithATimeCostsNoSessionAnAttempt() {
    storm(Fault.throttle("1"));

    assertThat(column("count(*) filter (where unanswered > 0)")).isZero();
    assertThat(silences(Duration.ofMillis(900))).isGreaterThanOrEqualTo(2);
    assertThat(throttleReason()).contains("429");
  }

  @Test
  void tooManyRequestsWithoutATimeCostsNoSessionAnAttempt() {
    storm(Fault.throttle(null));

    assertThat(column("count(*) filter (where unanswered > 0)")).isZero();
    assertThat(silences(Duration.ofMillis(900))).isGreaterThanOrEqualTo(2);
    assertThat(silences(Duration.ofMillis(1900))).isGreaterThanOrEqualTo(1);
  }

  @Test
  void unavailableWithATimeCostsNoSessionAnAttemptButLeavesDoubt() {
    storm(Fault.unavailable("1"));

    assertThat(column("count(*) filter (where unanswered > 0)")).isPositive();
    assertThat(silences(Duration.ofMillis(900))).isGreaterThanOrEqualTo(2);
    assertThat(throttleReason()).contains("503");
  }

  private void storm(Fault fault) {
    stage.pave.faults(
        request -> {
          if (served.incrementAndGet() <= BEFORE_THE_STORM) {
            return Optional.empty();
          }
          begin.compareAndSet(0, System.nanoTime());
          boolean blows = System.nanoTime() - begin.get() < STORM.toNanos();
          return blows ? Optional.of(fault) : Optional.empty();
        });
    long start = System.nanoTime();

    int exitCode = stage.sweep("--rate=40/s");

    System.out.printf(
        "%s: %d refused of %d requests, %d ms in all, silences of at least 0.9 s: %d%n",
        fault,
        stage.pave.log().size() - SESSIONS,
        stage.pave.log().size(),
        (System.nanoTime() - start) / 1_000_000,
        silences(Duration.ofMillis(900)));
    assertThat(exitCode).isZero();
    assertThat(stage.outcomes()).isEqualTo(Map.of("removed", (long) SESSIONS));
    assertThat(column("sum(failures)")).isZero();
    assertThat(column("sum(attempts)")).isEqualTo(stage.pave.log().size());
    assertThat(stage.jdbc.sql("select throttled from report_run").query(Integer.class).single())
        .isEqualTo(stage.pave.log().size() - SESSIONS);
  }

  private long column(String expression) {
    return stage
        .jdbc
        .sql("select " + expression + " from session_audit")
        .query(Long.class)
        .single();
  }

  private String throttleReason() {
    return stage.jdbc.sql("select throttle_reason from report_run").query(String.class).single();
  }

  /** How often nothing came for that long between two requests. */
  private int silences(Duration atLeast) {
    List<Long> times = stage.pave.log().stream().map(Exchange::nanoTime).sorted().toList();
    int silences = 0;
    for (int i = 1; i < times.size(); i++) {
      silences += times.get(i) - times.get(i - 1) >= atLeast.toNanos() ? 1 : 0;
    }
    return silences;
  }
}
