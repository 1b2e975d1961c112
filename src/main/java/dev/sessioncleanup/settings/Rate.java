package dev.sessioncleanup.settings;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The highest number of requests to PAVE in a unit of time.
 *
 * @param perSecond requests a second, at most 20000 and at least one a day
 */
public record Rate(double perSecond) {
  private static final double ONE_A_DAY = 1 / 86_400.0;
  private static final int MOST = 20_000;
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)/(s|m|h)");

  public Rate {
    if (!(perSecond >= ONE_A_DAY && perSecond <= MOST)) {
      throw new InvalidSettingException(
          "the rate must be at least one a day (0.042/h) and at most 20000/s; write it like 5/s, 300/m or 1000/h");
    }
  }

  /**
   * Reads {@code 5/s}, {@code 300/m} or {@code 1000/h}.
   *
   * @throws InvalidSettingException when the text has another form
   */
  public static Rate valueOf(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new InvalidSettingException(
          "'%s' is not a rate; write it like 5/s, 300/m or 1000/h".formatted(text));
    }
    double count = Double.parseDouble(form.group(1));
    return new Rate(
        switch (form.group(2)) {
          case "s" -> count;
          case "m" -> count / 60;
          default -> count / 3600;
        });
  }

  /** How long the given number of requests takes at this rate. */
  public Duration timeFor(long requests) {
    return Duration.ofMillis((long) Math.ceil(requests * 1000 / perSecond));
  }

  @Override
  public String toString() {
    if (perSecond >= 1) {
      return trimmed(perSecond) + "/s";
    }
    return perSecond * 60 >= 1 ? trimmed(perSecond * 60) + "/m" : trimmed(perSecond * 3600) + "/h";
  }

  private static String trimmed(double count) {
    double rounded = Math.rint(count * 1000) / 1000;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
