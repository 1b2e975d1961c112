package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.resilience.OutageDetector.Cause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageDetectorTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long NEVER = Long.MAX_VALUE;

  private final OutageDetector detector = new OutageDetector();
  private final Map<Long, Cause> decided = new TreeMap<>();

  /**
   * s sends the next call, s6 the next six; aN: call N is answered; uN: it ends unanswered; pN:
   * call N was a probe and ends unanswered. The result is the cause: S the session, P a possible
   * outage, O an outage confirmed by a probe.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # up to four sessions in a row are the cause when a later call was answered
          s2 u1 a2                         | S1                   | calls
          s2 a1 u2                         |                      | calls
          s2 a2 u1                         | S1                   | calls
          s5 u1 u2 u3 u4 a5                | S1 S2 S3 S4          | calls
          s5 u4 u2 a5 u1 u3                | S1 S2 S3 S4          | calls
          s7 u1 u2 a3 u4 u5 u6 a7          | S1 S2 S4 S5 S6       | calls
          # five in a row are a possible outage, decided together
          s4 u1 u2 u3 u4                   |                      | calls
          s5 u1 u2 u3 u4 u5                |                      | none
          s6 u1 u2 u3 u4 u5 a6             | P1 P2 P3 P4 P5       | calls
          s6 a6 u5 u3 u1 u2 u4             | P1 P2 P3 P4 P5       | calls
          # nothing is decided while one of the row is in flight
          s6 u1 u2 u3 u4 a6                |                      | calls
          s6 u1 u2 u3 u4 a6 u5             | P1 P2 P3 P4 P5       | calls
          s6 u1 u2 u3 u4 a6 a5             | S1 S2 S3 S4          | calls
          # a slow reply to a call that was sent before the row says nothing about the row
          s6 u2 u3 u4 u5 a1                |                      | calls
          s6 u2 u3 u4 u5 u6 a1             |                      | none
          s6 u2 u3 u4 u5 u6 a1 s a7        | P2 P3 P4 P5 P6       | calls
          s6 u2 u3 u4 u5 u6 s p7 a1        | O2 O3 O4 O5 O6       | none
          # a probe without a reply makes it an outage
          s5 u1 u2 u3 u4 u5 s p6           | O1 O2 O3 O4 O5       | none
          s2 u1 u2 s p3                    | O1 O2                | none
          s p1                             |                      | none
          s7 a1 u2 u3 u4 u5 u6 p7          | O2 O3 O4 O5 O6       | none
          # late ends of calls that were sent during a known outage
          s7 u1 u2 u3 u4 u5 s p8 u6        | O1 O2 O3 O4 O5 O6    | none
          s7 u1 u2 u3 u4 u5 s p8 s a9 u7 u6 | O1 O2 O3 O4 O5 O6 O7 | calls
          s p1 s u2                        | O2                   | none
          # but not of those that were sent before it
          s8 a2 u3 u4 u5 u6 u7 p8 u1       | S1 O3 O4 O5 O6 O7    | none
          # only a call that was sent later ends an outage
          s6 u1 u2 u3 u4 u5 s p7 a6        | O1 O2 O3 O4 O5       | none
          s6 u1 u2 u3 u4 u5 s p7 a6 s a8   | O1 O2 O3 O4 O5       | calls
          s6 u1 u2 u3 u4 u5 s p7 s p8 a6   | O1 O2 O3 O4 O5       | none
          # after an outage sessions are the cause again
          s p1 s a2 s2 u3 a4               | S3                   | calls
          s p1 s a2 s6 u3 u4 u5 u6 u7 a8   | P3 P4 P5 P6 P7       | calls
          # an outage that began with unanswered calls does not excuse earlier ones
          s3 u1 a2 u3 s p4                 | S1 O3                | none
          """)
  void causeDependsOnTheOrderOfSending(String events, String causes, String allowed) {
    for (String event : events.split(" ")) {
      apply(event);
    }

    assertThat(text(decided)).isEqualTo(causes == null ? "" : causes);
    assertThat(detector.outage()).isEqualTo(allowed.equals("none"));
  }

  @Test
  void probeIsDueOneSecondAfterACallThatStaysUndecided() {
    detector.sent();
    detector.sent();
    detector.unanswered(2, 7 * SECOND);
    detector.unanswered(1, 8 * SECOND);

    assertThat(detector.probeDue(NEVER)).isEqualTo(8 * SECOND);

    detector.answered(detector.sent());
    assertThat(detector.probeDue(NEVER)).isEqualTo(NEVER);
  }

  /** A call in flight in between ends by itself and decides the cause. */
  @Test
  void noProbeIsDueWhenALaterCallWasAnswered() {
    detector.sent();
    detector.sent();
    detector.answered(detector.sent());
    detector.unanswered(1, 0);

    assertThat(detector.probeDue(NEVER)).isEqualTo(NEVER);
  }

  @Test
  void stoppedCallsNeedAProbeAtOnce() {
    for (int i = 0; i < 5; i++) {
      detector.unanswered(detector.sent(), 0);
    }

    assertThat(detector.outage()).isTrue();
  }

  @Test
  void orderInWhichCallsEndDoesNotMatter() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int calls = random.nextInt(5, 40);
      List<Boolean> answered = random.doubles(calls).mapToObj(share -> share < 0.3).toList();
      List<Integer> inOrder = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        inOrder.add(i);
      }
      List<Integer> shuffled = new ArrayList<>(inOrder);
      Collections.shuffle(shuffled, random);

      assertThat(endingIn(shuffled, answered))
          .as("seed %d", seed)
          .isEqualTo(endingIn(inOrder, answered));
    }
  }

  @Test
  void callHistoryStaysSmall() {
    Random random = new Random(1);
    List<Long> inFlight = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      inFlight.add(detector.sent());
      if (inFlight.size() == 32) {
        long ended = inFlight.remove(random.nextInt(32));
        if (random.nextInt(10) == 0) {
          decided.putAll(detector.unanswered(ended, 0));
        } else {
          decided.putAll(detector.answered(ended));
        }
        // Calls of one row wait for each other, so some ended calls are kept in addition to those
        // in flight.
        assertThat(detector.remembered()).isLessThan(32 * 10);
      }
    }

    assertThat(decided).hasSizeBetween(9_500, 10_500);
  }

  private Map<Long, Cause> endingIn(List<Integer> order, List<Boolean> answered) {
    OutageDetector fresh = new OutageDetector();
    answered.forEach(each -> fresh.sent());
    Map<Long, Cause> result = new TreeMap<>();
    for (int index : order) {
      result.putAll(
          answered.get(index) ? fresh.answered(index + 1L) : fresh.unanswered(index + 1L, 0));
    }
    result.putAll(fresh.answered(fresh.sent()));
    return result;
  }

  private void apply(String event) {
    int number = event.length() == 1 ? 1 : Integer.parseInt(event.substring(1));
    switch (event.charAt(0)) {
      case 's' -> {
        for (int i = 0; i < number; i++) {
          detector.sent();
        }
      }
      case 'a' -> add(detector.answered(number));
      case 'u' -> add(detector.unanswered(number, 0));
      default -> add(detector.probeUnanswered(number));
    }
  }

  private void add(Map<Long, Cause> now) {
    assertThat(decided).as("decided once").doesNotContainKeys(now.keySet().toArray(Long[]::new));
    decided.putAll(now);
  }

  private static String text(Map<Long, Cause> causes) {
    return causes.entrySet().stream()
        .map(each -> each.getValue().name().charAt(0) + "" + each.getKey())
        .collect(Collectors.joining(" "));
  }
}
