package dev.sessioncleanup.pave;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the headers Retry-After and Date (RFC 9110, sections 6.6.1 and 10.2.3). */
final class RetryAfter {
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * How long to wait, 0 s to 1 h; null when the header is absent or invalid, or names a time in the
   * past.
   */
  static @Nullable Duration of(HttpHeaders headers, Instant now) {
    String value = headers.firstValue("Retry-After").orElse("").strip();
    if (value.matches("\\d+")) {
      // Many digits could overflow a long; ten digits are more than an hour anyway.
      String digits = value.replaceFirst("^0+(?=\\d)", "");
      return digits.length() > 9 ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(digits)));
    }
    // Compared with the reply's own Date, so that a wrong clock on this machine does no harm.
    Instant theirs = date(headers, now).orElse(now);
    return HttpDate.of(value, now)
        .map(until -> Duration.between(theirs, until))
        .filter(wait -> !wait.isNegative())
        .map(RetryAfter::bounded)
        .orElse(null);
  }

  /** The reply's Date header. */
  static Optional<Instant> date(HttpHeaders headers, Instant now) {
    return headers.firstValue("Date").flatMap(value -> HttpDate.of(value, now));
  }

  private static Duration bounded(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  /** The three forms of a date in HTTP (RFC 9110, section 5.6.7). */
  static final class HttpDate {
    private static final int YEARS_AHEAD = 50;
    private static final DateTimeFormatter ASCTIME = form("EEE MMM ppd HH:mm:ss yyyy");

    private HttpDate() {}

    /**
     * The moment; empty when the text has none of the forms.
     *
     * @param now two digits of a year are read as at most 50 years later than this
     */
    static Optional<Instant> of(String text, Instant now) {
      String date = text.strip();
      return List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), ASCTIME).stream()
          .flatMap(form -> read(date, form).stream())
          .findFirst();
    }

    private static Optional<Instant> read(String date, DateTimeFormatter form) {
      try {
        return Optional.of(form.parse(date, Instant::from));
      } catch (DateTimeException otherForm) {
        return Optional.empty();
      }
    }

    private static DateTimeFormatter rfc850(Instant now) {
      LocalDate latest = now.atZone(ZoneOffset.UTC).toLocalDate().plusYears(YEARS_AHEAD);
      return new DateTimeFormatterBuilder()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, latest.minusYears(99))
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
    }

    private static DateTimeFormatter form(String pattern) {
      return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
  }
}
