package dev.sessioncleanup.report;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * A parameter of a report. All parameters are optional.
 *
 * @param meaning one line that explains the parameter to the user
 */
public record ReportParameter(String name, Type type, String meaning) {

  /** The type of a parameter's value. */
  public enum Type {
    /** Any text. */
    TEXT("a text"),
    /** A whole number, 0 or more. */
    NUMBER("a whole number"),
    /** A day of the calendar, UTC. */
    DATE("a date such as 2026-11-01");

    private final String form;

    Type(String form) {
      this.form = form;
    }
  }

  Object value(String report, String text) {
    try {
      return switch (type) {
        case TEXT -> text;
        case NUMBER -> wholeNumber(text);
        case DATE -> day(text);
      };
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new ReportParameterException(
          "Parameter %s of report %s must be %s, not '%s'."
              .formatted(name, report, type.form, text));
    }
  }

  private static Long wholeNumber(String text) {
    long number = Long.parseLong(text);
    if (number < 0) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static LocalDate day(String text) {
    LocalDate day = LocalDate.parse(text);
    // PostgreSQL's range of dates is smaller than Java's.
    if (day.getYear() < 1 || day.getYear() > 9999) {
      throw new DateTimeParseException("out of range", text, 0);
    }
    return day;
  }
}
