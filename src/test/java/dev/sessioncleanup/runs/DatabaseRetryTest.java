package dev.sessioncleanup.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.simulation.EachSeed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;

class DatabaseRetryTest {
  /** One statement every quarter of a second. */
  private static final int TRIES_IN_TEN_MINUTES = 2400;

  @Test
  void statementIsRepeatedAfterAQuarterOfASecond() {
    run(
        database -> {
          assertThat(database.call(3, "57P03")).isEqualTo("answer");

          assertThat(database.tries).hasValue(4);
          assertThat(database.elapsed()).isEqualTo(Duration.ofMillis(750));
          assertThat(database.control.ended()).isFalse();
        });
  }

  @Test
  void outageThatLastsTooLongEndsTheRunAsUnavailable() {
    run(
        database -> {
          assertThatThrownBy(() -> database.call(Integer.MAX_VALUE, "08006"))
              .isInstanceOf(DatabaseUnavailableException.class)
              .hasMessage("the database was unavailable for 10m: fails with 08006");

          assertThat(database.tries).hasValue(TRIES_IN_TEN_MINUTES + 1);
          assertThat(database.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
        });
  }

  @Test
  void noStatementIsRunAfterGivingUp() {
    run(
        database -> {
          assertThatThrownBy(() -> database.call(Integer.MAX_VALUE, "08006"));
          database.tries.set(0);

          assertThatThrownBy(() -> database.call(0, ""))
              .isInstanceOf(DatabaseUnavailableException.class);
          assertThat(database.tries).hasValue(0);
        });
  }

  @Test
  void outageJustBelowTheLimitDoesNotEndTheRun() {
    run(
        database -> {
          assertThat(database.call(TRIES_IN_TEN_MINUTES, "53300")).isEqualTo("answer");

          assertThat(database.control.ended()).isFalse();
        });
  }

  @Test
  void answerInBetweenRestartsTheTimer() {
    run(
        database -> {
          DatabaseRetry.Outage outage = database.retry.outage();
          for (int i = 0; i < 2; i++) {
            for (int failures = 0; failures < TRIES_IN_TEN_MINUTES; failures++) {
              outage.failed(failure("57P01"));
            }
            outage.over();
          }

          assertThat(database.control.ended()).isFalse();
        });
  }

  @Test
  void permanentFailureIsThrownAtOnce() {
    run(
        database -> {
          assertThatThrownBy(() -> database.call(1, "42P01"))
              .isInstanceOf(UncategorizedSQLException.class);

          assertThat(database.tries).hasValue(1);
          assertThat(database.control.ended()).isFalse();
        });
  }

  @Test
  void stopWaitsOnlyForTheGracePeriod() {
    run(
        database -> {
          database.control.stop(Duration.ofSeconds(20));

          assertThatThrownBy(() -> database.call(Integer.MAX_VALUE, "57P01"))
              .isInstanceOf(DatabaseUnavailableException.class);

          assertThat(database.elapsed()).isEqualTo(Duration.ofSeconds(20));
          assertThat(database.ending()).isEqualTo(Ending.Kind.STOPPED);
        });
  }

  @Test
  void conditionThatBlocksForTooLongEndsTheRun() {
    run(
        database -> {
          DatabaseRetry.Outage lock = database.retry.outage();
          for (int i = 0; i < TRIES_IN_TEN_MINUTES; i++) {
            lock.blockedBy("the lock is not held");
          }
          assertThat(database.control.ended()).isFalse();

          assertThatThrownBy(() -> lock.blockedBy("the lock is not held"))
              .hasMessage("the lock is not held for 10m");
          assertThat(database.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
        });
  }

  /** One statement always succeeds; that does not reset the timer of the other. */
  @Test
  void eachStatementHasItsOwnTimer() {
    run(
        database -> {
          DatabaseRetry.Outage outage = database.retry.outage();
          assertThatThrownBy(
                  () -> {
                    for (int i = 0; i <= TRIES_IN_TEN_MINUTES; i++) {
                      database.call(0, "");
                      outage.failed(failure("55P03"));
                    }
                  })
              .isInstanceOf(DatabaseUnavailableException.class);
        });
  }

  private static void run(Consumer<Database> test) {
    EachSeed.run(threads -> test.accept(new Database(threads)));
  }

  private static UncategorizedSQLException failure(String state) {
    return new UncategorizedSQLException(
        "ask", null, new SQLException("fails with " + state, state));
  }

  private static final class Database {
    final Scheduler scheduler;
    final RunControl control;
    final DatabaseRetry retry;
    final AtomicInteger tries = new AtomicInteger();
    final long begun;

    Database(Scheduler scheduler) {
      this.scheduler = scheduler;
      this.control = new RunControl(scheduler);
      this.retry = new DatabaseRetry(control, Duration.ofMinutes(10), scheduler);
      this.begun = scheduler.nanos();
    }

    String call(int failures, String state) {
      return retry.call(
          () -> {
            if (tries.incrementAndGet() <= failures) {
              throw failure(state);
            }
            return "answer";
          });
    }

    Ending.Kind ending() {
      return control.ending().orElseThrow().kind();
    }

    Duration elapsed() {
      return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(scheduler.nanos() - begun));
    }
  }
}
