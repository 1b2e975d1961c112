package dev.sessioncleanup.section;

import dev.sessioncleanup.jdbc.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Steps of equal length that cover a time.
 *
 * @param origin the start of the first step, in UTC a round time
 */
record TimeStep(Instant origin, Instant end, Duration length) {
  private static final int MOST_STEPS = 40;
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<Duration> LENGTHS =
      Stream.of(
              "PT10S", "PT30S", "PT1M", "PT2M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "PT2H",
              "PT6H", "PT12H", "P1D", "P7D", "P30D", "P91D", "P365D", "P3650D", "P36500D")
          .map(Duration::parse)
          .toList();

  /** The shortest round steps of which at most 40 cover the time, the last moment included. */
  static TimeStep covering(Instant start, Instant last) {
    for (Duration length : LENGTHS) {
      Duration unit = length.compareTo(DAY) < 0 ? length : DAY;
      Instant origin =
          Instant.ofEpochSecond(
              Math.floorDiv(start.getEpochSecond(), unit.toSeconds()) * unit.toSeconds());
      if (Duration.between(origin, last).compareTo(length.multipliedBy(MOST_STEPS)) < 0) {
        return new TimeStep(origin, last, length);
      }
    }
    throw new IllegalArgumentException(start + " to " + last + " is too long");
  }

  /** Binds {@code :step}, an interval, and {@code :origin}. */
  StatementSpec bind(StatementSpec statement) {
    return statement
        .param("step", length.toSeconds() + " seconds")
        .param("origin", Timestamps.parameter(origin));
  }

  /** Where each step starts. */
  List<Instant> starts() {
    return Stream.iterate(origin, start -> !start.isAfter(end), start -> start.plus(length))
        .toList();
  }

  /** Like "10 seconds", "minute", "6 hours" or "day". */
  String text() {
    long seconds = length.toSeconds();
    if (seconds < 60) {
      return of(seconds, "second");
    }
    if (seconds < 3600) {
      return of(seconds / 60, "minute");
    }
    return seconds < 86_400 ? of(seconds / 3600, "hour") : of(seconds / 86_400, "day");
  }

  private static String of(long count, String unit) {
    return count == 1 ? unit : count + " " + unit + "s";
  }

  /** The start of a step as it is written: a day, or a time of day as well. */
  String label(Instant start) {
    String iso = start.toString();
    if (length.compareTo(DAY) >= 0) {
      return iso.substring(0, 10);
    }
    String time = iso.substring(11, length.toSeconds() < 60 ? 19 : 16);
    return isOneDay() ? time : iso.substring(0, 10) + " " + time;
  }

  /** Like "UTC", or "2026-11-01 UTC" where the labels have no day. */
  String zone() {
    return isOneDay() && length.compareTo(DAY) < 0
        ? origin.toString().substring(0, 10) + " UTC"
        : "UTC";
  }

  private boolean isOneDay() {
    return origin.toString().substring(0, 10).equals(end.toString().substring(0, 10));
  }
}
