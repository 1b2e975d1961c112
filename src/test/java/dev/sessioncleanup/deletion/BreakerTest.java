package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.settings.CleanupProperties;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final Breaker breaker = new Breaker(new CleanupProperties.Breaker(50, 0.5, 0.5));

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
                    .startsWith("26 of the last 50 replies were not PAVE's: 26 x 500, 24 x 200")
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

    assertThat(small.missing("404 missing")).isEmpty();
    assertThat(small.missing("404 missing")).isPresent();
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
      assertThat(lenient.unexpected("500")).isEmpty();
      assertThat(lenient.missing("404 missing")).isEmpty();
    }
  }

  @Test
  void messageNamesTheThreeMostFrequentReplies() {
    fine(1);
    breaker.fine("400 started");
    unexpected(22, "200 with HTML");
    unexpected(15, "502 Bad Gateway");

    assertThat(unexpected(11, "500 Server Error"))
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .contains(": 22 x 200 with HTML, 15 x 502 Bad Gateway, 11 x 500 Server Error;")
                    .doesNotContain("400 started"));
  }

  private Optional<String> fine(int times) {
    Optional<String> last = Optional.empty();
    for (int i = 0; i < times; i++) {
      last = breaker.fine("200 removed");
    }
    return last;
  }

  private Optional<String> unexpected(int times, String words) {
    Optional<String> last = Optional.empty();
    for (int i = 0; i < times; i++) {
      assertThat(last).isEmpty();
      last = breaker.unexpected(words);
    }
    return last;
  }

  private Optional<String> missing(int times) {
    Optional<String> last = Optional.empty();
    for (int i = 0; i < times; i++) {
      assertThat(last).isEmpty();
      last = breaker.missing("404 missing");
    }
    return last;
  }
}
