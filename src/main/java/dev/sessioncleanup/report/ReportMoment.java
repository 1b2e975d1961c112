package dev.sessioncleanup.report;

import dev.sessioncleanup.settings.Dates;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.Instant;
import java.util.regex.Pattern;

/** A moment as users write it. */
final class ReportMoment {
  private static final Pattern DATE = Pattern.compile("[+-]?\\d+-.*");

  private ReportMoment() {}

  /**
   * Reads a date (its midnight UTC), an instant, or a duration before {@code now}.
   *
   * @throws InvalidSettingException when the text is none of them
   */
  static Instant parse(String text, Instant now) {
    return DATE.matcher(text).matches() ? Dates.parse(text) : now.minus(Durations.parse(text));
  }
}
