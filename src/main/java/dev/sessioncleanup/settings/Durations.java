package dev.sessioncleanup.settings;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/** Reads and writes durations such as 90s or 7d, and checks them. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Spring reads a number without a unit as milliseconds, but the author probably meant hours or
   * days.
   */
  private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?\\d+");

  private Durations() {}

  /**
   * Reads {@code 90s}, {@code 30m}, {@code 12h}, {@code 7d} or ISO-8601.
   *
   * @throws InvalidSettingException when the text has another form, or is negative or beyond 100
   *     years
   */
  public static Duration parse(String text) {
    String stripped = text.strip();
    requireUnit(stripped);
    Duration duration;
    try {
      duration = DurationStyle.detectAndParse(stripped);
    } catch (IllegalArgumentException | ArithmeticException unreadable) {
      throw notADuration(text);
    }
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new InvalidSettingException(
          "'%s' is out of range; it must be between 0s and 36500d".formatted(text));
    }
    return duration;
  }

  /**
   * Refuses a number without a unit.
   *
   * @throws InvalidSettingException when it is one
   */
  public static void requireUnit(String text) {
    if (BARE_NUMBER.matcher(text).matches()) {
      throw notADuration(text);
    }
  }

  /**
   * Checks a setting that was read elsewhere.
   *
   * @throws InvalidSettingException when it is not more than 0s, or beyond 100 years
   */
  public static void requirePositive(String property, Duration value) {
    if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
      throw new InvalidSettingException(
          "%s is %s; it must be more than 0s and at most 36500d, like 30s, 10m or 7d"
              .formatted(property, value.isNegative() ? value : text(value)));
    }
  }

  /**
   * Checks a setting that was read elsewhere and may be 0s.
   *
   * @throws InvalidSettingException when it is negative, or beyond 100 years
   */
  public static void requireNotNegative(String property, Duration value) {
    if (!value.isZero()) {
      requirePositive(property, value);
    }
  }

  private static InvalidSettingException notADuration(String text) {
    return new InvalidSettingException(
        "'%s' is not a duration; write it like 90s, 30m, 12h, 7d or PT36H".formatted(text));
  }

  /** Writes a duration in its two largest units, such as {@code 3d 4h} or {@code 90ms}. */
  public static String text(Duration duration) {
    long days = duration.toDays();
    int hours = duration.toHoursPart();
    int minutes = duration.toMinutesPart();
    if (days > 0) {
      return hours > 0 ? "%dd %dh".formatted(days, hours) : days + "d";
    }
    if (hours > 0) {
      return minutes > 0 ? "%dh %dm".formatted(hours, minutes) : hours + "h";
    }
    if (minutes > 0) {
      int seconds = duration.toSecondsPart();
      return seconds > 0 ? "%dm %ds".formatted(minutes, seconds) : minutes + "m";
    }
    long millis = duration.toMillis();
    return millis >= 1000 || millis == 0 ? trimmed(millis / 1000.0) + "s" : millis + "ms";
  }

  private static String trimmed(double seconds) {
    double rounded = Math.rint(seconds * 10) / 10;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
