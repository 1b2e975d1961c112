package dev.sessioncleanup.settings;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A moment as users write it: a date (its midnight UTC), an instant, or a time from now like 30d.
 *
 * @param instant null for a time from now
 */
public record Moment(@Nullable Instant instant, Duration distance) {
  private static final Pattern DATE = Pattern.compile("[+-]?\\d+-.*");

  /**
   * Reads a date, an instant or a duration.
   *
   * @throws InvalidSettingException when the text is none of them
   */
  public static Moment parse(String text) {
    if (DATE.matcher(text).matches()) {
      return new Moment(Dates.parse(text), Duration.ZERO);
    }
    try {
      return new Moment(null, Durations.parse(text));
    } catch (InvalidSettingException invalid) {
      throw new InvalidSettingException(
          invalid.getMessage() + "; or a date, like 2026-11-01 or 2026-11-01T06:00:00Z");
    }
  }

  /** The moment, where a time from now lies in the past. */
  public Instant at(Instant now) {
    return instant == null ? now.minus(distance) : instant;
  }

  /** The moment, where a time from now lies in the future. */
  public Instant ahead(Instant now) {
    return instant == null ? now.plus(distance) : instant;
  }
}
