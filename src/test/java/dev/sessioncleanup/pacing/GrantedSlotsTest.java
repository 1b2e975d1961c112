package dev.sessioncleanup.pacing;

import static dev.sessioncleanup.pacing.PaceStage.deletes;
import static dev.sessioncleanup.pacing.PaceStage.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.pacing.Answer.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the slots lie that are granted; all by the database's clock, in microseconds. */
@DatabaseTest
class GrantedSlotsTest {
  private static final long LEAD = 10_000;
  private static final long HORIZON = 100_000;
  private static final double ONE_A_MINUTE = 1 / 60.0;

  private final PaceStage stage = new PaceStage();

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource({"5, 1, 202020", "50, 5, 20202", "500, 45, 2020", "1000, 90, 1010"})
  void slotsAreSpacedAtNinetyNineHundredthsOfTheCeilingWithinTheHorizon(
      double rate, int slots, long spacing) {
    Grants grants = stage.slots(rate).ask(deletes(1, PaceStage.CLAIMS));

    List<Long> starts = granted(grants);
    assertThat(starts).hasSize(slots);
    for (int i = 0; i < slots; i++) {
      assertThat(starts.get(i) - starts.getFirst()).isBetween(i * spacing, i * (spacing + 1));
    }
    assertThat(grants.answers().subList(slots, PaceStage.CLAIMS))
        .extracting(Answer::verdict)
        .containsOnly(Verdict.WAIT);
  }

  @Test
  void firstSlotLeavesTimeForTheAnswerToArrive() {
    long before = stage.clock();
    Grants grants = stage.slots(50).ask(deletes(1, 1));

    long slot = granted(grants).getFirst();
    assertThat(slot - before).isGreaterThanOrEqualTo(LEAD);
    assertThat(slot - grants.serverMicros()).isLessThanOrEqualTo(LEAD);
  }

  @Test
  void nothingIsGrantedBeyondTheHorizonAndTheAnswerSaysWhenToAskAgain() {
    long first = granted(stage.slots(ONE_A_MINUTE).ask(deletes(1, 1))).getFirst();

    Grants grants = stage.slots(ONE_A_MINUTE).ask(deletes(2, 3));

    assertThat(grants.answers()).extracting(Answer::verdict).containsOnly(Verdict.WAIT);
    assertThat(grants.askMicros()).isEqualTo(first + 60_606_061 - HORIZON);
  }

  @Test
  void slotsDoNotPileUpWhileIdle() {
    stage.set("next_at = now() - interval '1 hour'");

    assertThat(granted(stage.slots(500).ask(deletes(1, PaceStage.CLAIMS)))).hasSize(45);
  }

  @Test
  void slotsOfOneGrantFollowThoseOfTheOther() {
    List<Long> starts = new ArrayList<>(granted(stage.slots(500).ask(deletes(1, 10))));
    starts.addAll(granted(stage.slots(500).ask(deletes(11, 20))));

    assertThat(gaps(starts)).allMatch(gap -> gap >= 2020);
  }

  @Test
  void clockThatWasSteppedIsClampedForGood() {
    stage.set("next_at = now() + interval '1 day'");

    Grants first = stage.slots(5).ask(deletes(1, 1));
    assertThat(first.answers().getFirst().verdict()).isEqualTo(Verdict.WAIT);
    assertThat(first.askMicros() - first.serverMicros()).isLessThanOrEqualTo(202_020);

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stage.ask(stage.slots(5), 1).verdict() == Verdict.GRANTED);
  }

  @Test
  void runsWithDifferentCeilingsTogetherKeepTheHigherOne() {
    List<Long> starts = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              for (double rate : new double[] {1, 50}) {
                long next = starts.size() + 1L;
                starts.addAll(granted(stage.slots(rate).ask(deletes(next, next + 3))));
              }
              return starts.size() > 40;
            });

    assertThat(gaps(starts)).allMatch(gap -> gap >= 20_202);
  }

  @Test
  void runWithTheHigherCeilingIsNotHeldUpByTheOther() {
    long slow = granted(stage.slots(ONE_A_MINUTE).ask(deletes(1, 1))).getFirst();
    stage.slots(50).ask(deletes(2, 2));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stage.ask(stage.slots(50), 2).verdict() == Verdict.GRANTED);
    assertThat(stage.number("(extract(epoch from next_at) * 1000000)::bigint") - slow)
        .isGreaterThanOrEqualTo(2 * 20_202);
  }

  @Test
  void everybodyObeysHeldUntil() {
    stage.set("held_until = now() + interval '50 minutes'");

    Grants grants = stage.slots(50).ask(deletes(1, 3));

    assertThat(grants.answers()).extracting(Answer::verdict).containsOnly(Verdict.WAIT);
    assertThat(grants.askMicros())
        .isEqualTo(stage.number("(extract(epoch from held_until) * 1000000)::bigint"));
    assertThat(grants.pace().heldUntil())
        .isEqualTo(Instant.EPOCH.plus(grants.askMicros(), ChronoUnit.MICROS));
  }

  @Test
  void silenceThatIsOverHoldsNobody() {
    stage.set("held_until = now() - interval '1 second'");

    assertThat(granted(stage.slots(50).ask(deletes(1, 3)))).hasSize(3);
  }

  @Test
  void firstSlotAfterTheSilenceIsRemembered() {
    stage.set("held_until = now() - interval '1 second'");

    long first = granted(stage.slots(50).ask(deletes(1, 3))).getFirst();
    stage.slots(50).ask(deletes(4, 5));

    assertThat(stage.number("(extract(epoch from resumed_at) * 1000000)::bigint")).isEqualTo(first);
  }

  @Test
  void paceThatFellSpacesSlotsWider() {
    stage.set("factor = 0.5, fell_at = now()");

    // It climbs while the test asks.
    assertThat(gaps(granted(stage.slots(50).ask(deletes(1, 10)))))
        .allMatch(gap -> gap > 30_000 && gap <= 40_405);
  }

  private static List<Long> gaps(List<Long> starts) {
    long[] sorted = starts.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(sorted).hasSizeGreaterThan(1);
    return LongStream.range(1, sorted.length)
        .map(i -> sorted[(int) i] - sorted[(int) i - 1])
        .boxed()
        .toList();
  }
}
