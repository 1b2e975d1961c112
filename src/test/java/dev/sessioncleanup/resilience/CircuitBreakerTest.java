package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.settings.CleanupProperties;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTest {
  private CircuitBreaker breaker = breaker(50, 0.5, 0.5);
  private final Set<String> trialKeys = new HashSet<>();
  private int sessions;
  private Optional<String> reason = Optional.empty();

  /** Replies in the order in which they come: u unexpected, m missing, e expected. */
  @ParameterizedTest
  @CsvSource({
    // sample, max-unexpected, max-missing, replies, opens with the last one
    "50, 0.5, 0.5, 25e 25u, false",
    "50, 0.5, 0.5, 24e 26u, true",
    "50, 0.5, 0.5, 49u, false",
    "50, 0.5, 0.5, 50u, true",
    "50, 0.5, 0.5, 25u 50e 25u, false",
    "50, 0.5, 0.5, 25u 50e 26u, true",
    "50, 0.5, 0.5, 9m, false",
    "50, 0.5, 0.5, 10m, true",
    "50, 0.5, 0.5, 5e 5m 1e 1m, false",
    "50, 0.5, 0.5, 4e 6m, true",
    "50, 0.5, 0.5, 25e 25m, false",
    "50, 0.5, 0.5, 25e 26m, true",
    "2, 0.5, 0.5, 1m, false",
    "2, 0.5, 0.5, 2m, true",
    "3, 1, 1, 20u 20m, false",
    "10, 0, 0, 9e 1u, false", // a single session does not open it
    "10, 0, 0, 8e 2u, true",
    "10, 0, 0, 9e 1m, true",
  })
  void opensAboveTheShareOfTheLastReplies(
      int sample, double maxUnexpected, double maxMissing, String replies, boolean opens) {
    breaker = breaker(sample, maxUnexpected, maxMissing);

    for (String group : replies.split(" ")) {
      char kind = group.charAt(group.length() - 1);
      replies(Integer.parseInt(group.substring(0, group.length() - 1)), kind);
    }

    assertThat(reason.isPresent() || breaker.halfOpen()).isEqualTo(opens);
  }

  @Test
  void messageNamesTheUnexpectedRepliesAndTheProperty() {
    replies(24, 'e');
    replies(26, 'u');
    trial("uuuuuu");

    assertThat(reason)
        .hasValue(
            "32 of the last 50 replies were unexpected: 32 x 500: Server Error, 18 x 200 removed."
                + " Other sessions were tried then, and 6 of 6 got such replies as well."
                + " PAVE reports an internal error: check its status page, then run the command"
                + " again. (cleanup.breaker.max-unexpected is 0.5)");
  }

  @Test
  void messageNamesWhatToCheckWhenSessionsAreMissing() {
    replies(10, 'm');

    assertThat(reason.orElseThrow())
        .startsWith("PAVE does not know 10 of the last 10 sessions: 10 x 404 missing. Check that")
        .contains("TEST and LIVE keys", "no proxy repeats DELETE")
        .endsWith("(cleanup.breaker.max-missing is 0.5)");
  }

  @Test
  void messageNamesTheThreeMostFrequentReplies() {
    expected("200 removed", 1);
    expected("400 started", 1);
    unexpected("200 with HTML", 22);
    unexpected("502 Bad Gateway", 15);
    unexpected("500 Server Error", 11);
    trialOf("502 Bad Gateway");

    assertThat(reason.orElseThrow())
        .contains(": 20 x 200 with HTML, 19 x 502 Bad Gateway, 11 x 500 Server Error. ")
        .doesNotContain("400 started");
  }

  @Test
  void repliesThatNameTheirSessionAreTheSame() {
    replies(24, 'e');
    for (int i = 0; i < 26; i++) {
      reason = breaker.unexpected("BAD-" + i, "500: Error on session BAD-" + i);
    }
    trialOf("502 Bad Gateway");

    assertThat(reason.orElseThrow()).contains("26 x 500: Error on session <key>, 20 x 200");
  }

  @Test
  void oneSessionThatAlwaysFailsNeverOpensIt() {
    breaker = breaker(2, 0.5, 0.5);
    assertThat(breaker.expected("GOOD", "200 removed")).isEmpty();
    for (int i = 0; i < 100; i++) {
      assertThat(breaker.unexpected("BAD", "500")).isEmpty();
    }

    assertThat(breaker.halfOpen()).isFalse();
    assertThat(breaker.unexpected("WORSE", "500")).isEmpty();
    assertThat(breaker.halfOpen()).isTrue();
  }

  /** Sessions that failed before come last, so they fail together at the end. */
  @Test
  void fewSessionsThatFailTogetherAtTheEndDoNotOpenIt() {
    replies(50, 'e');
    for (int reply = 0; reply < 30; reply++) {
      assertThat(breaker.unexpected("BAD" + reply % 6, "500")).isEmpty();
    }
    assertThat(breaker.halfOpen()).isFalse();
  }

  @Test
  void retriesOfManySessionsAtTheEndDoNotOpenIt() {
    replies(60, 'e');
    for (int reply = 0; reply < 100; reply++) {
      assertThat(breaker.unexpected("BAD" + reply % 20, "500")).isEmpty();
    }
    assertThat(breaker.halfOpen()).isFalse();
  }

  @Test
  void halfOpenLetsOnlySessionsOfTheTrialBeCalled() {
    replies(50, 'u');
    assertThat(breaker.wantsTrial()).isTrue();
    assertThat(breaker.lets("T0")).isFalse();

    assertThat(breaker.begin(Set.of("T0", "T1"))).isEmpty();

    assertThat(breaker.wantsTrial()).isFalse();
    assertThat(breaker.lets("T0")).isTrue();
    assertThat(breaker.lets("K1")).isFalse();
  }

  /** Replies to the sessions of a trial: u unexpected, e expected, - none at all. */
  @ParameterizedTest
  @CsvSource({
    // replies, decided with the last one, opens
    "eeeee, true, false",
    "uuuuu, false, false",
    "uuuuuu, true, true",
    "uuuuueeeee, true, false",
    "eeeeuuuuuu, true, true",
    "--eeee, true, false",
    "--uuuu, false, false",
    "--uuuuu, true, true",
    "---------u, true, true",
    "---------e, true, false",
  })
  void repliesOfOtherSessionsDecide(String replies, boolean decided, boolean opens) {
    replies(50, 'u');

    trial(replies);

    assertThat(reason.isPresent()).isEqualTo(opens);
    assertThat(opens || !breaker.halfOpen()).isEqualTo(decided);
  }

  @Test
  void trialWithoutAnyReplyIsFollowedByAnother() {
    replies(50, 'u');

    trial("----------");

    assertThat(reason).isEmpty();
    assertThat(breaker.wantsTrial()).isTrue();
  }

  @Test
  void trialThatGoesWellStartsTheSampleAfresh() {
    replies(24, 'e');
    replies(26, 'u');
    trial("eeeee");
    reason = Optional.empty();

    replies(20, 'u');
    assertThat(breaker.halfOpen()).isFalse();
    replies(10, 'u');
    assertThat(breaker.halfOpen()).isTrue();
  }

  @Test
  void withoutSessionsForATrialTheOnesBeforeDecide() {
    replies(50, 'u');
    assertThat(breaker.begin(Set.of())).isPresent();

    breaker = breaker(50, 0.5, 0.5);
    replies(1, 'e');
    replies(49, 'u');
    assertThat(breaker.begin(Set.of())).isEmpty();
    assertThat(breaker.halfOpen()).isFalse();
  }

  @Test
  void missingSessionsOpenItWithoutATrial() {
    replies(50, 'u');
    breaker.begin(Set.of("T0", "T1"));
    for (int i = 0; i < 26; i++) {
      assertThat(reason).isEmpty();
      reason = breaker.missing("M" + i, "404 missing");
    }

    assertThat(reason.orElseThrow()).startsWith("PAVE does not know 26");
  }

  @Test
  void tenSessionsThatAllFailOpenIt() {
    for (int reply = 0; reply < 50; reply++) {
      assertThat(breaker.halfOpen()).isFalse();
      breaker.unexpected("BAD" + reply % 10, "500");
    }

    assertThat(breaker.begin(Set.of())).isPresent();
  }

  @Test
  void sessionsThatSucceedOnRetryDoNotOpenIt() {
    for (int i = 0; i < 50; i++) {
      assertThat(breaker.unexpected("K" + i, "500")).isEmpty();
      assertThat(breaker.expected("K" + i, "200 removed")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          502 with text/html instead of PAVE's JSON | proxy or login page
          200 with broken JSON                      | proxy or login page
          500: Server Error                         | its status page
          500 with JSON that says nothing about this session | its status page
          401: Unauthorized                         | accepts the credentials for other calls
          403: Forbidden                            | accepts the credentials for other calls
          422: Missing required fields.             | does not answer as documented
          """)
  void hintDependsOnTheReply(String summary, String hint) {
    unexpected(summary, 50);
    reason = breaker.begin(Set.of());

    assertThat(reason.orElseThrow()).contains(hint);
  }

  @Test
  void eachHintIsGivenOnce() {
    unexpected("500: Server Error", 20);
    unexpected("500: Out of memory", 20);
    unexpected("502 with text/html instead of PAVE's JSON", 10);
    reason = breaker.begin(Set.of());

    assertThat(reason.orElseThrow()).containsOnlyOnce("status page").contains("proxy or login");
  }

  private void replies(int times, char kind) {
    switch (kind) {
      case 'u' -> unexpected("500: Server Error", times);
      case 'm' -> {
        for (int i = 0; i < times; i++) {
          assertThat(reason).isEmpty();
          reason = breaker.missing("K" + sessions++, "404 missing");
        }
      }
      default -> expected("200 removed", times);
    }
  }

  private void trial(String replies) {
    for (int i = 0; i < 10; i++) {
      trialKeys.add("T" + i);
    }
    reason = breaker.begin(trialKeys);
    for (int i = 0; i < replies.length(); i++) {
      assertThat(reason).isEmpty();
      reason =
          switch (replies.charAt(i)) {
            case 'u' -> breaker.unexpected("T" + i, "500: Server Error");
            case 'e' -> breaker.expected("T" + i, "200 removed");
            default -> breaker.gone("T" + i);
          };
    }
  }

  private void trialOf(String summary) {
    reason = breaker.begin(Set.of("T0", "T1", "T2", "T3", "T4", "T5"));
    for (int i = 0; i < 6; i++) {
      Optional<String> opened = breaker.unexpected("T" + i, summary);
      reason = reason.or(() -> opened);
    }
  }

  private void expected(String summary, int times) {
    for (int i = 0; i < times; i++) {
      reason = breaker.expected("K" + sessions++, summary);
    }
  }

  private void unexpected(String summary, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(reason).isEmpty();
      reason = breaker.unexpected("K" + sessions++, summary);
    }
  }

  private static CircuitBreaker breaker(int sample, double maxUnexpected, double maxMissing) {
    return new CircuitBreaker(new CleanupProperties.Breaker(sample, maxUnexpected, maxMissing));
  }
}
