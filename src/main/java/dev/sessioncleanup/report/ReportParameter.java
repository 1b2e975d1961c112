package dev.sessioncleanup.report;

import dev.sessioncleanup.text.VisibleText;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * A parameter of a report. All parameters are optional.
 *
 * @param meaning one line that explains the parameter to the user
 */
public record ReportParameter(String name, Type type, String meaning) {
  private static final List<String> OUTCOMES =
      List.of("removed", "started", "missing", "not_idle", "held", "failed", "open");
  private static final List<String> FLAGS = List.of("true", "false");

  /** The type of a parameter's value. */
  public enum Type {
    /** Any text. */
    TEXT("a text"),
    /** A whole number, 0 or more. */
    NUMBER("a whole number"),
    /** A day of the calendar, UTC. */
    DATE("a date such as 2026-11-01"),
    /** The outcome of a claim. */
    OUTCOME("removed, started, missing, not_idle, held, failed or open"),
    /** Whether something holds. */
    FLAG("true or false");

    private final String form;

    Type(String form) {
      this.form = form;
    }
  }

  /** The value as PostgreSQL reads it. */
  String value(String report, String text) {
    if (type == Type.TEXT && text.isEmpty()) {
      throw new ReportParameterException(
          "Parameter %s of report %s is empty. Give it a value, or leave it out."
              .formatted(name, report));
    }
    try {
      return switch (type) {
        case TEXT -> text;
        case NUMBER -> wholeNumber(text).toString();
        case DATE -> day(text).toString();
        case OUTCOME -> oneOf(OUTCOMES, text);
        case FLAG -> oneOf(FLAGS, text);
      };
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new ReportParameterException(
          "Parameter %s of report %s must be %s, not '%s'."
              .formatted(name, report, type.form, VisibleText.of(text)));
    }
  }

  private static String oneOf(List<String> values, String text) {
    if (!values.contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return text;
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
