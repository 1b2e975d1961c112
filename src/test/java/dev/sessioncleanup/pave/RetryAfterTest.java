package dev.sessioncleanup.pave;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final String PAVES_DATE = "Mon, 23 Nov 2026 03:10:00 GMT";

  @Test
  void secondsAreReadAndBounded() {
    assertThat(read("0")).isEqualTo(Duration.ZERO);
    assertThat(read(" 120 ")).isEqualTo(Duration.ofMinutes(2));
    assertThat(read("-3")).isEqualTo(Duration.ZERO);
    assertThat(read("3601")).isEqualTo(Duration.ofHours(1));
    assertThat(read("99999999999999999999")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void dateIsMeasuredAgainstTheReplysDate() {
    assertThat(read("Mon, 23 Nov 2026 03:10:30 GMT")).isEqualTo(Duration.ofSeconds(30));
    assertThat(read("Mon, 23 Nov 2026 03:09:00 GMT")).isEqualTo(Duration.ZERO);
    assertThat(read("Tue, 24 Nov 2026 03:09:00 GMT")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void dateIsMeasuredAgainstOurClockWhenTheReplyHasNone() {
    HttpHeaders headers = headers(Map.of("Retry-After", List.of("Mon, 23 Nov 2026 03:00:30 GMT")));

    assertThat(RetryAfter.of(headers, NOW)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void absentOrSenselessIsNull() {
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
