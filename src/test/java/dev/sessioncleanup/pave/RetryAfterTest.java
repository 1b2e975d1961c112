package dev.sessioncleanup.pave;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final String PAVES_DATE = "Mon, 23 Nov 2026 03:10:00 GMT";

  @Test
  void secondsAreReadAndBounded() {
    assertThat(read("0")).isEqualTo(Duration.ZERO);
    assertThat(read(" 120 ")).isEqualTo(Duration.ofMinutes(2));
    assertThat(read("3601")).isEqualTo(Duration.ofHours(1));
    assertThat(read("315360000")).isEqualTo(Duration.ofHours(1)); // ten years
    assertThat(read("1" + "0".repeat(30))).isEqualTo(Duration.ofHours(1));
    assertThat(read("0".repeat(30) + "7")).isEqualTo(Duration.ofSeconds(7));
    assertThat(read("Fri, 31 Dec 9999 23:59:59 GMT")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void dateIsMeasuredAgainstTheReplysDate() {
    assertThat(read("Mon, 23 Nov 2026 03:10:30 GMT")).isEqualTo(Duration.ofSeconds(30));
    assertThat(read(PAVES_DATE)).isEqualTo(Duration.ZERO);
    assertThat(read("Tue, 24 Nov 2026 03:09:00 GMT")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void dateIsMeasuredAgainstOurClockWhenTheReplyHasNone() {
    HttpHeaders headers = headers(Map.of("Retry-After", List.of("Mon, 23 Nov 2026 03:00:30 GMT")));

    assertThat(RetryAfter.of(headers, NOW)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mon, 23 Nov 2026 03:10:30 GMT",
        "Monday, 23-Nov-26 03:10:30 GMT",
        "Mon Nov 23 03:10:30 2026"
      })
  void allThreeFormsOfADateAreRead(String date) {
    assertThat(read(date)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void dayOfOneDigitIsPaddedInOneFormOnly() {
    assertThat(RetryAfter.HttpDate.of("Sun Nov  6 08:49:37 1994", NOW))
        .contains(Instant.parse("1994-11-06T08:49:37Z"));
    assertThat(RetryAfter.HttpDate.of("Sunday, 06-Nov-94 08:49:37 GMT", NOW))
        .contains(Instant.parse("1994-11-06T08:49:37Z"));
  }

  @Test
  void pastTimeIsIgnored() {
    assertThat(read("-3")).isNull();
    assertThat(read("Mon, 23 Nov 2026 03:09:59 GMT")).isNull();
  }

  @Test
  void absentOrInvalidIsNull() {
    assertThat(RetryAfter.of(headers(Map.of()), NOW)).isNull();
    for (String garbage : List.of("", "soon", "1.5", "10s", "Mon, 99 Nov 2026 03:00:30 GMT")) {
      assertThat(read(garbage)).as(garbage).isNull();
    }
  }

  private static @Nullable Duration read(String value) {
    return RetryAfter.of(
        headers(Map.of("Retry-After", List.of(value), "Date", List.of(PAVES_DATE))), NOW);
  }

  private static HttpHeaders headers(Map<String, List<String>> values) {
    return HttpHeaders.of(values, (name, value) -> true);
  }
}
