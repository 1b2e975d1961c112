package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.audit.Ending;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;

class PatienceTest {
  /** One each quarter of a second. */
  private static final int TRIES_IN_TEN_MINUTES = 2400;

  private final StillTime time = new StillTime();
  private final RunControl control = new RunControl(time::nanos);
  private final Patience patience = new Patience(control, Duration.ofMinutes(10), time);
  private final AtomicInteger asked = new AtomicInteger();

  /** Moves only while somebody waits. */
  private static final class StillTime implements Ticker {
    private long now = -Duration.ofMinutes(1).toNanos();

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void park(long nanos) {
      now += nanos;
    }
  }

  @Test
  void questionIsAskedAgainAfterAQuarterOfASecond() {
    long begin = time.nanos();

    assertThat(patience.insist(() -> answerAfter(3, "57P03"))).isEqualTo("here");

    assertThat(asked).hasValue(4);
    assertThat(Duration.ofNanos(time.nanos() - begin)).isEqualTo(Duration.ofMillis(750));
    assertThat(control.ended()).isFalse();
  }

  @Test
  void absenceForTooLongEndsTheRunAsUnavailable() {
    assertThatThrownBy(() -> patience.insist(() -> answerAfter(Integer.MAX_VALUE, "08006")))
        .isInstanceOf(DatabaseAwayException.class)
        .hasMessage("the database was away for 10m: told by 08006");

    assertThat(asked).hasValue(TRIES_IN_TEN_MINUTES + 1);
    assertThat(control.ending().orElseThrow().kind()).isEqualTo(Ending.Kind.UNAVAILABLE);
  }

  @Test
  void absenceJustBelowTheLimitDoesNot() {
    assertThat(patience.insist(() -> answerAfter(TRIES_IN_TEN_MINUTES, "53300"))).isEqualTo("here");

    assertThat(control.ended()).isFalse();
  }

  @Test
  void answerInBetweenStartsTheTimeAgain() {
    patience.insist(() -> answerAfter(TRIES_IN_TEN_MINUTES, "57P01"));
    asked.set(0);
    patience.insist(() -> answerAfter(TRIES_IN_TEN_MINUTES, "57P01"));

    assertThat(control.ended()).isFalse();
  }

  @Test
  void failureThatWaitingCannotHelpIsThrownAtOnce() {
    assertThatThrownBy(() -> patience.insist(() -> answerAfter(1, "42P01")))
        .isInstanceOf(UncategorizedSQLException.class);

    assertThat(asked).hasValue(1);
    assertThat(control.ended()).isFalse();
  }

  @Test
  void stopThatRunsOutOfTimeWaitsNoLonger() {
    control.stop(Duration.ofSeconds(20));
    long begin = time.nanos();

    assertThatThrownBy(() -> patience.insist(() -> answerAfter(Integer.MAX_VALUE, "57P01")))
        .isInstanceOf(DatabaseAwayException.class);

    assertThat(Duration.ofNanos(time.nanos() - begin)).isEqualTo(Duration.ofSeconds(20));
    assertThat(control.ending().orElseThrow().kind()).isEqualTo(Ending.Kind.STOPPED);
  }

  private String answerAfter(int failures, String state) {
    if (asked.incrementAndGet() <= failures) {
      throw new UncategorizedSQLException("ask", null, new SQLException("told by " + state, state));
    }
    return "here";
  }
}
