package dev.sessioncleanup.pave;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The three forms of a date in HTTP (RFC 9110, section 5.6.7). */
final class HttpDate {
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
