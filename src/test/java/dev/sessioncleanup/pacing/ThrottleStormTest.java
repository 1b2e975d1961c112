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

/** PAVE throttles repeatedly in the middle of a run. */
@DatabaseTest
@PaceTest
class ThrottleStormTest {
  private static final int SESSIONS = 120;
  private static final int RATE = 40;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int BEFORE_THE_STORM = 30;
  private static final Duration STORM = Duration.ofSeconds(3);

  private final SweepFixture fixture = new SweepFixture(SESSIONS);
  private final Stalls stalls = new Stalls();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicLong begin = new AtomicLong();

  @AfterEach
  void close() {
    stalls.close();
    fixture.close();
  }

  @Test
  void tooManyRequestsWithATimeCostsNoSessionAnAttempt() {
    storm(Fault.throttle("1"));

    assertTakesNoLongerThanDemanded();
    assertThat(column("count(*) filter (where unanswered > 0)")).isZero();
    assertThat(pausesOf(Duration.ofMillis(900))).isGreaterThanOrEqualTo(2);
    assertThat(throttleReason()).contains("429");
  }

  @Test
  void tooManyRequestsWithoutATimeCostsNoSessionAnAttempt() {
    storm(Fault.throttle(null));

    assertThat(column("count(*) filter (where unanswered > 0)")).isZero();
    assertThat(pausesOf(Duration.ofMillis(900))).isGreaterThanOrEqualTo(2);
    assertThat(pausesOf(Duration.ofMillis(1900))).isGreaterThanOrEqualTo(1);
  }

  @Test
  void unavailableWithATimeCostsNoSessionAnAttemptButLeavesDoubt() {
    storm(Fault.unavailable("1"));

    assertTakesNoLongerThanDemanded();
    assertThat(column("count(*) filter (where unanswered > 0)")).isPositive();
    assertThat(pausesOf(Duration.ofMillis(900))).isGreaterThanOrEqualTo(2);
    assertThat(throttleReason()).contains("503");
  }

  @Test
  void scatteredThrottlesCostLittleMoreThanTheirRetryAfter() {
    sweep(() -> served.incrementAndGet() % 20 == 0, Fault.throttle("1"));

    assertTakesNoLongerThanDemanded();
    assertThat(pausesOf(Duration.ofMillis(900))).isGreaterThanOrEqualTo(6);
  }

  /** PAVE throttles for three seconds. */
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
    fixture.pave.faults(request -> refuses.getAsBoolean() ? Optional.of(fault) : Optional.empty());

    int exitCode = fixture.sweep("--rate=" + RATE + "/s");

    System.out.printf(
        "%s: %d refused of %d requests, pauses of at least 0.9 s: %d%n",
        fault,
        fixture.pave.log().size() - SESSIONS,
        fixture.pave.log().size(),
        pausesOf(Duration.ofMillis(900)));
    assertThat(exitCode).isZero();
    assertThat(fixture.outcomes()).isEqualTo(Map.of("removed", (long) SESSIONS));
    assertThat(column("sum(failures)")).isZero();
    assertThat(column("sum(attempts)")).isEqualTo(fixture.pave.log().size());
    assertThat(fixture.jdbc.sql("select throttled from report_run").query(Integer.class).single())
        .isEqualTo(fixture.pave.log().size() - SESSIONS);
  }

  /** The waits that PAVE asked for, plus the requests at the ceiling, plus 10 %. */
  private void assertTakesNoLongerThanDemanded() {
    double demanded = demanded().toNanos() + fixture.pave.log().size() * 1e9 / (0.99 * RATE);
    Duration bound = Duration.ofNanos((long) (1.1 * demanded)).plus(stalls.sum());
    System.out.printf(
        "%d ms in all, %.0f ms demanded, %d ms stalled%n",
        fixture.sending().toMillis(), demanded / 1e6, stalls.sum().toMillis());
    assertThat(fixture.sending()).isLessThanOrEqualTo(bound);
  }

  /** Each throttle asks for a wait of one second; the waits of one burst overlap. */
  private Duration demanded() {
    long sum = 0;
    long end = Long.MIN_VALUE;
    for (Exchange exchange : fixture.pave.log()) {
      if (exchange.status() == 429 || exchange.status() == 503) {
        long until = exchange.nanoTime() + SECOND;
        sum += end == Long.MIN_VALUE ? SECOND : Math.clamp(until - end, 0L, SECOND);
        end = Math.max(end, until);
      }
    }
    return Duration.ofNanos(sum);
  }

  private long column(String expression) {
    return fixture
        .jdbc
        .sql("select " + expression + " from session_audit")
        .query(Long.class)
        .single();
  }

  private String throttleReason() {
    return fixture.jdbc.sql("select throttle_reason from report_run").query(String.class).single();
  }

  /** How many gaps between two requests are at least that long. */
  private int pausesOf(Duration atLeast) {
    List<Long> times = fixture.pave.log().stream().map(Exchange::nanoTime).sorted().toList();
    int pauses = 0;
    for (int i = 1; i < times.size(); i++) {
      pauses += times.get(i) - times.get(i - 1) >= atLeast.toNanos() ? 1 : 0;
    }
    return pauses;
  }
}
