package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sessioncleanup.pacing.Grant;
import dev.sessioncleanup.pacing.Grant.Verdict;
import dev.sessioncleanup.pacing.GrantReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times of granted slots, in microseconds of the server's clock. */
public abstract class SlotContract extends RateLimiterContract {
  private static final long LEAD = 10_000;
  private static final long HORIZON = 100_000;
  private static final double ONE_A_MINUTE = 1 / 60.0;

  protected SlotContract(TablesUnderTest tables) {
    super(tables);
  }

  @ParameterizedTest
  @CsvSource({"5, 1, 202020", "50, 5, 20202", "500, 45, 2020", "1000, 90, 1010"})
  void slotsAreSpacedAt99PercentOfTheCeilingWithinTheHorizon(double rate, int slots, long spacing) {
    GrantReply reply = ask(limiter(rate), 120);

    List<Long> starts = granted(reply);
    assertThat(starts).hasSize(slots);
    for (int i = 0; i < slots; i++) {
      assertThat(starts.get(i) - starts.getFirst()).isBetween(i * spacing, i * (spacing + 1));
    }
    assertThat(reply.grants().subList(slots, 120))
        .extracting(Grant::verdict)
        .containsOnly(Verdict.WAIT);
  }

  @Test
  void firstSlotLeavesTimeForTheReplyToArrive() {
    long before = fivePerSecond.clock();

    GrantReply reply = ask(fivePerSecond, 1);

    long slot = granted(reply).getFirst();
    assertThat(slot - before).isGreaterThanOrEqualTo(LEAD);
    assertThat(slot - reply.serverMicros()).isLessThanOrEqualTo(LEAD);
  }

  @Test
  void nothingIsGrantedBeyondTheHorizonAndTheReplyNamesTheNextRequestTime() {
    long first = granted(ask(limiter(ONE_A_MINUTE), 1)).getFirst();

    GrantReply reply = ask(limiter(ONE_A_MINUTE), 2);

    assertThat(granted(reply)).isEmpty();
    assertThat(reply.askMicros()).isCloseTo(first + 60_606_061 - HORIZON, within(1L));
  }

  @Test
  void slotsDoNotAccumulateWhileIdle() {
    ask(limiter(500), 1);
    tables.pass(Duration.ofHours(1));

    assertThat(granted(ask(limiter(500), 120))).hasSize(45);
  }

  @Test
  void allProcessesOfTheAccountShareOneClock() {
    List<Long> starts = new ArrayList<>(granted(ask(limiter(500), 10)));
    starts.addAll(granted(ask(tables.limiter(other, otherSelection.runId(), 500), 10)));
    starts.addAll(granted(ask(limiter(500), 10)));

    assertThat(starts).hasSize(30);
    assertThat(smallestGap(starts)).isGreaterThanOrEqualTo(2020);
  }

  @Test
  void runWithTheHigherCeilingIsNotSlowedByTheOther() {
    ask(limiter(ONE_A_MINUTE), 1);
    ask(limiter(50), 1); // its higher ceiling applies to the account
    tables.pass(Duration.ofMillis(200));

    assertThat(granted(ask(limiter(50), 1))).hasSize(1);
  }
}
