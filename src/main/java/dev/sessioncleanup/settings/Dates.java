package dev.sessioncleanup.settings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Reads dates such as 2026-11-01 or 2026-11-01T06:00:00Z. */
public final class Dates {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Dates() {}

  /**
   * Reads a day, which is its midnight in UTC, or an instant.
   *
   * @throws InvalidSettingException when the text is neither, or outside the years 1 to 9999
   */
  public static Instant parse(String text) {
    Instant date;
    try {
      date =
          text.contains("T")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException invalid) {
      throw new InvalidSettingException(
          "'" + text + "' is not a date; write it like 2026-11-01 or 2026-11-01T06:00:00Z");
    }
    if (date.isBefore(FIRST) || !date.isBefore(END)) {
      throw new InvalidSettingException("'" + text + "' is outside the years 1 to 9999");
    }
    return date;
  }
}
