package dev.sessioncleanup.pacing;

import static dev.sessioncleanup.pacing.PaceFixture.deletes;
import static dev.sessioncleanup.pacing.PaceFixture.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.pacing.Grant.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When slots are granted after clock steps or with different ceilings; times are of the database's
 * clock.
 */
@DatabaseTest
class GrantedSlotsTest {
  private final PaceFixture fixture = new PaceFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void steppedClockIsClampedPermanently() {
    fixture.set("next_at = now() + interval '1 day'");

    GrantReply first = fixture.slots(5).ask(deletes(1, 1), GrantLead.SHORTEST);
    assertThat(first.grants().getFirst().verdict()).isEqualTo(Verdict.WAIT);
    assertThat(first.askMicros() - first.serverMicros()).isLessThanOrEqualTo(202_020);

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> fixture.ask(fixture.slots(5), 1).verdict() == Verdict.GRANTED);
  }

  @Test
  void runsWithDifferentCeilingsShareTheHigherOne() {
    List<Long> starts = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              for (double rate : new double[] {1, 50}) {
                long next = starts.size() + 1L;
                starts.addAll(
                    granted(fixture.slots(rate).ask(deletes(next, next + 3), GrantLead.SHORTEST)));
              }
              return starts.size() > 40;
            });

    assertThat(gaps(starts)).allMatch(gap -> gap >= 20_202);
  }

  @Test
  void firstSlotAfterTheWaitIsStored() {
    fixture.set("held_until = now() - interval '1 second'");

    long first = granted(fixture.slots(50).ask(deletes(1, 3), GrantLead.SHORTEST)).getFirst();
    fixture.slots(50).ask(deletes(4, 5), GrantLead.SHORTEST);

    assertThat(fixture.number("(extract(epoch from resumed_at) * 1000000)::bigint"))
        .isEqualTo(first);
  }

  @Test
  void waitIsAnHourAtMostAlsoWhenTheClockIsSteppedBack() {
    fixture.set("held_until = now() + interval '1 day', reduced_at = now() + interval '1 day'");

    GrantReply grants = fixture.slots(5).ask(deletes(1, 1), GrantLead.SHORTEST);

    assertThat(grants.askMicros() - grants.serverMicros())
        .isBetween(3_590_000_000L, 3_600_000_000L);
    assertThat(fixture.number("(reduced_at <= now())::integer")).isEqualTo(1);
  }

  @Test
  void throttleAfterTheClockWasSteppedBackCountsAsOne() {
    fixture.set("held_until = now() + interval '1 day', reduced_at = now() + interval '1 day'");
    fixture.slots(5).slowDown(fixture.clock() + 200_000, null, "429 Too Many Requests");

    assertThat(fixture.number("strikes")).isEqualTo(1);
    assertThat(fixture.number("(held_until <= now() + interval '1 hour')::integer")).isEqualTo(1);
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
