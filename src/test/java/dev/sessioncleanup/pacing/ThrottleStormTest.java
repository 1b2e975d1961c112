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
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PAVE asks for silence in the middle of a run, again and again. */
@DatabaseTest
@PaceTest
class ThrottleStormTest {
  private static final int SESSIONS = 120;
  private static final int RATE = 40;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int BEFORE_THE_STORM = 30;
  private static final Duration STORM = Duration.ofSeconds(3);

  private final SweepStage stage = new SweepStage(SESSIONS);
  private final Stalls stalls = new Stalls();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicLong begin = new AtomicLong();

  @AfterEach
  void close() {
    stalls.close();
    stage.close();
  }

  @Test
  void tooManyRequestsWithATimeCostsNoSessionAnAttempt() {
    storm(Fault.throttle("1"));

    assertTakesNoLongerThanDemanded();
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

    assertTakesNoLongerThanDemanded();
    assertThat(column("count(*) filter (where unanswered > 0)")).isPositive();
    assertThat(silences(Duration.ofMillis(900))).isGreaterThanOrEqualTo(2);
    assertThat(throttleReason()).contains("503");
  }

  @Test
  void refusalsHereAndThereCostLittleMoreThanTheTimeTheyName() {
    sweep(() -> served.incrementAndGet() % 20 == 0, Fault.throttle("1"));

    assertTakesNoLongerThanDemanded();
    assertThat(silences(Duration.ofMillis(900))).isGreaterThanOrEqualTo(6);
  }

  /** For three seconds. */
  private void storm(Fault fault) {
    sweep(
        () -> {
          if (served.incrementAndGet() <= BEFORE_THE_STORM) {
            return false;
          }
          begin.compareAndSet(0, System.nanoTime());
          return System.nanoTime() - begin.get() < STORM.toNanos();
        },
        fault);
  }

  private void sweep(BooleanSupplier refuses, Fault fault) {
    stage.pave.faults(request -> refuses.getAsBoolean() ? Optional.of(fault) : Optional.empty());

    int exitCode = stage.sweep("--rate=" + RATE + "/s");

    System.out.printf(
        "%s: %d refused of %d requests, silences of at least 0.9 s: %d%n",
        fault,
        stage.pave.log().size() - SESSIONS,
        stage.pave.log().size(),
        silences(Duration.ofMillis(900)));
    assertThat(exitCode).isZero();
    assertThat(stage.outcomes()).isEqualTo(Map.of("removed", (long) SESSIONS));
    assertThat(column("sum(failures)")).isZero();
    assertThat(column("sum(attempts)")).isEqualTo(stage.pave.log().size());
    assertThat(stage.jdbc.sql("select throttled from report_run").query(Integer.class).single())
        .isEqualTo(stage.pave.log().size() - SESSIONS);
  }

  /** What PAVE demanded, and the requests at the ceiling; ten in a hundred more. */
  private void assertTakesNoLongerThanDemanded() {
    double demanded = demanded().toNanos() + stage.pave.log().size() * 1e9 / (0.99 * RATE);
    Duration bound = Duration.ofNanos((long) (1.1 * demanded)).plus(stalls.sum());
    System.out.printf(
        "%d ms in all, %.0f ms demanded, %d ms stalled%n",
        stage.sending().toMillis(), demanded / 1e6, stalls.sum().toMillis());
    assertThat(stage.sending()).isLessThanOrEqualTo(bound);
  }

  /** Each refusal asks for a second; those of one burst ask for much the same one. */
  private Duration demanded() {
    long sum = 0;
    long end = Long.MIN_VALUE;
    for (Exchange exchange : stage.pave.log()) {
      if (exchange.status() == 429 || exchange.status() == 503) {
        long until = exchange.nanoTime() + SECOND;
        sum += end == Long.MIN_VALUE ? SECOND : Math.clamp(until - end, 0L, SECOND);
        end = Math.max(end, until);
      }
    }
    return Duration.ofNanos(sum);
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
