package dev.sessioncleanup.pave;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the headers that speak of time (RFC 9110, sections 6.6.1 and 10.2.3). */
final class RetryAfter {
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * How long to wait, 0 s to 1 h; null when the header is absent, or makes no sense, as with a time
   * that has passed.
   */
  static @Nullable Duration of(HttpHeaders headers, Instant now) {
    String value = headers.firstValue("Retry-After").orElse("").strip();
    if (value.matches("\\d+")) {
      // More than nine digits would not fit a long for sure, and is more than an hour anyway.
      return value.length() > 9 ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(value)));
    }
    // Against the reply's own clock, so that ours may be wrong.
    Instant theirs = date(headers, now).orElse(now);
    return HttpDate.of(value, now)
        .map(until -> Duration.between(theirs, until))
        .filter(wait -> !wait.isNegative())
        .map(RetryAfter::bounded)
        .orElse(null);
  }

  /** The reply's Date. */
  static Optional<Instant> date(HttpHeaders headers, Instant now) {
    return headers.firstValue("Date").flatMap(value -> HttpDate.of(value, now));
  }

  private static Duration bounded(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
