package dev.sessioncleanup.report;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * A parameter of a report; none is mandatory.
 *
 * @param meaning one line for the person who asks
 */
public record ReportParameter(String name, Type type, String meaning) {

  /** What a parameter's value looks like. */
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
          "Report %s wants %s to be %s, not '%s'.".formatted(report, name, type.form, text));
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
    if (day.getYear() < 1 || day.getYear() > 9999) { // Java's calendar is longer than PostgreSQL's
      throw new DateTimeParseException("out of range", text, 0);
    }
    return day;
  }
}
