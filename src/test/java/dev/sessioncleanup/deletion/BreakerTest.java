package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.settings.CleanupProperties;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {
  private final Breaker breaker = new Breaker(new CleanupProperties.Breaker(50, 0.5, 0.5));
  private int sessions;

  @Test
  void unexpectedRepliesJustBelowTheLimitLetTheRunGoOn() {
    assertThat(fine(25)).isEmpty();
    assertThat(unexpected(25, "500")).isEmpty();
  }

  @Test
  void unexpectedRepliesAboveTheLimitEndTheRun() {
    assertThat(fine(24)).isEmpty();
    assertThat(unexpected(25, "500")).isEmpty();

    assertThat(unexpected(1, "500"))
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .startsWith(
                        "26 of the last 50 replies were unexpected: 26 x 500, 24 x 200 removed;")
                    .contains("cleanup.breaker.max-unexpected is 0.5"));
  }

  @Test
  void unexpectedRepliesNeedAWholeSample() {
    assertThat(unexpected(49, "500")).isEmpty();
    assertThat(unexpected(1, "500")).isPresent();
  }

  @Test
  void missingIsJudgedFromTheTenthReply() {
    assertThat(missing(9)).isEmpty();

    assertThat(missing(1))
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .startsWith("10 of the last 10 sessions are unknown to PAVE: 10 x 404 missing")
                    .contains("TEST or LIVE")
                    .contains("cleanup.breaker.max-missing is 0.5"));
  }

  @Test
  void missingJustBelowTheLimitLetsTheRunGoOn() {
    assertThat(fine(5)).isEmpty();
    assertThat(missing(5)).isEmpty();
    assertThat(fine(1)).isEmpty();
    assertThat(missing(1)).isEmpty();
  }

  @Test
  void missingAboveTheLimitEndsTheRun() {
    assertThat(fine(4)).isEmpty();
    assertThat(missing(5)).isEmpty();
    assertThat(missing(1)).isPresent();
  }

  @Test
  void sampleSmallerThanTenIsEnoughForMissing() {
    Breaker small = new Breaker(new CleanupProperties.Breaker(2, 0.5, 0.5));

    assertThat(small.missing("K" + sessions++, "404 missing")).isEmpty();
    assertThat(small.missing("K" + sessions++, "404 missing")).isPresent();
  }

  @Test
  void repliesThatLeftTheWindowCountNoMore() {
    assertThat(unexpected(25, "500")).isEmpty();
    assertThat(fine(25)).isEmpty();
    assertThat(fine(25)).isEmpty();

    assertThat(unexpected(25, "500")).isEmpty();
    assertThat(unexpected(1, "500")).isPresent();
  }

  @Test
  void limitOfOneNeverEndsTheRun() {
    Breaker lenient = new Breaker(new CleanupProperties.Breaker(3, 1, 1));

    for (int i = 0; i < 10; i++) {
      assertThat(lenient.unexpected("K" + sessions++, "500")).isEmpty();
      assertThat(lenient.missing("K" + sessions++, "404 missing")).isEmpty();
    }
  }

  @Test
  void messageNamesTheThreeMostFrequentReplies() {
    fine(1);
    breaker.fine("K" + sessions++, "400 started");
    unexpected(22, "200 with HTML");
    unexpected(15, "502 Bad Gateway");

    assertThat(unexpected(11, "500 Server Error"))
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .contains(": 22 x 200 with HTML, 15 x 502 Bad Gateway, 11 x 500 Server Error;")
                    .doesNotContain("400 started"));
  }

  @Test
  void oneSessionThatAlwaysFailsNeverEndsTheRun() {
    Breaker small = new Breaker(new CleanupProperties.Breaker(2, 0.5, 0.5));
    assertThat(small.fine("GOOD", "200 removed")).isEmpty();
    for (int i = 0; i < 100; i++) {
      assertThat(small.unexpected("BAD", "500")).isEmpty();
    }

    assertThat(small.unexpected("WORSE", "500")).isPresent();
  }

  /** Sessions that failed before come last and thus together; they fail again, and no more. */
  @Test
  void fewSessionsThatFailTogetherAtTheEndEndNoRun() {
    fine(50);
    for (int attempt = 0; attempt < 5; attempt++) {
      for (int i = 0; i < 6; i++) {
        assertThat(breaker.unexpected("BAD" + i, "500")).isEmpty();
      }
    }
  }

  /** That they are fewer than the sample does not make it better. */
  @Test
  void tenSessionsThatAllFailEndTheRun() {
    Optional<String> alarm = Optional.empty();
    for (int reply = 0; reply < 50; reply++) {
      assertThat(alarm).isEmpty();
      alarm = breaker.unexpected("BAD" + reply % 10, "500");
    }

    assertThat(alarm).isPresent();
  }

  @Test
  void sessionsWhoseSecondTryIsFineLetTheRunGoOn() {
    for (int i = 0; i < 50; i++) {
      assertThat(breaker.unexpected("K" + i, "500")).isEmpty();
      assertThat(breaker.fine("K" + i, "200 removed")).isEmpty();
    }
  }

  @Test
  void repliesThatNameTheirSessionAreTheSame() {
    fine(24);
    for (int i = 0; i < 25; i++) {
      breaker.unexpected("BAD-" + i, "500: Error on session BAD-" + i);
    }

    assertThat(breaker.unexpected("BAD-25", "500: Error on session BAD-25"))
        .hasValueSatisfying(
            message -> assertThat(message).contains("26 x 500: Error on session <key>, 24 x 200"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          502 with text/html instead of PAVE's JSON | a proxy, a login page
          200 with broken JSON                      | a proxy, a login page
          500: Server Error                         | its status page
          500 with JSON that says nothing about this session | its status page
          400: Missing required fields.             | pave.base-url
          status DREAMING                           | not documented
          """)
  void suggestionDependsOnTheReply(String words, String suggestion) {
    unexpected(49, words);

    assertThat(unexpected(1, words))
        .hasValueSatisfying(message -> assertThat(message).contains(suggestion));
  }

  @Test
  void eachSuggestionIsMadeOnce() {
    unexpected(20, "500: Server Error");
    unexpected(20, "500: Out of memory");

    assertThat(unexpected(10, "502 with text/html instead of PAVE's JSON"))
        .hasValueSatisfying(
            message ->
                assertThat(message).containsOnlyOnce("status page").contains("pave.base-url"));
  }

  private Optional<String> fine(int times) {
    Optional<String> last = Optional.empty();
    for (int i = 0; i < times; i++) {
      last = breaker.fine("K" + sessions++, "200 removed");
    }
    return last;
  }

  private Optional<String> unexpected(int times, String words) {
    Optional<String> last = Optional.empty();
    for (int i = 0; i < times; i++) {
      assertThat(last).isEmpty();
      last = breaker.unexpected("K" + sessions++, words);
    }
    return last;
  }

  private Optional<String> missing(int times) {
    Optional<String> last = Optional.empty();
    for (int i = 0; i < times; i++) {
      assertThat(last).isEmpty();
      last = breaker.missing("K" + sessions++, "404 missing");
    }
    return last;
  }
}
