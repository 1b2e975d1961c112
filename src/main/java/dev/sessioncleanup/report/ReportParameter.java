package dev.sessioncleanup.report;

import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Moment;
import dev.sessioncleanup.text.VisibleText;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A parameter of a report. All parameters are optional.
 *
 * @param meaning one line that explains the parameter to the user
 */
public record ReportParameter(String name, Type type, String meaning) {
  private static final Set<String> OPTIONS = Set.of("since", "until", "account", "run", "limit");
  private static final List<String> OUTCOMES =
      List.of("removed", "started", "missing", "not_idle", "held", "failed", "open");
  private static final List<String> FLAGS = List.of("true", "false");

  /** The type of a parameter's value. */
  public enum Type {
    /** Any text. */
    TEXT("a text"),
    /** A whole number, 0 or more. */
    NUMBER("a whole number"),
    /** A date, which is its midnight UTC, an instant, or a duration before now. */
    MOMENT(
        "a date such as 2026-11-01, an instant such as 2026-11-01T06:00:00Z, or a duration before now such as 30d"),
    /** The outcome of a claim. */
    OUTCOME("removed, started, missing, not_idle, held, failed or open"),
    /** Whether something holds. */
    FLAG("true or false");

    private final String form;

    Type(String form) {
      this.form = form;
    }
  }

  /** Whether the command has an option of this name. */
  public boolean hasOption() {
    return OPTIONS.contains(name);
  }

  /** How it is given on the command line. */
  public String option() {
    return option(name);
  }

  static String option(String name) {
    return OPTIONS.contains(name) ? "--" + name : "-p " + VisibleText.of(name);
  }

  /**
   * The value as PostgreSQL reads it.
   *
   * @param now what a duration is counted back from
   */
  String value(String report, String text, Instant now) {
    if (text.isEmpty()) {
      throw new ReportParameterException(
          "%s of report %s is empty. Give it a value, or leave it out."
              .formatted(option(), report));
    }
    try {
      return switch (type) {
        case TEXT -> text;
        case NUMBER -> wholeNumber(text).toString();
        case MOMENT -> Moment.parse(text).at(now).toString();
        case OUTCOME -> oneOf(OUTCOMES, text);
        case FLAG -> oneOf(FLAGS, text);
      };
    } catch (IllegalArgumentException | InvalidSettingException invalid) {
      throw new ReportParameterException(
          "%s of report %s must be %s, not '%s'."
              .formatted(option(), report, type.form, VisibleText.of(text)));
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
}
