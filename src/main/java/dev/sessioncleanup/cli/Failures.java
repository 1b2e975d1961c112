package dev.sessioncleanup.cli;

import dev.sessioncleanup.console.StructuredLogs;
import dev.sessioncleanup.database.DatabaseFault;
import dev.sessioncleanup.database.DatabaseSettingException;
import dev.sessioncleanup.database.PooledConnectionException;
import dev.sessioncleanup.report.ReportParameterException;
import dev.sessioncleanup.report.UnknownReportException;
import dev.sessioncleanup.schema.SchemaException;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.SettingsFiles;
import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;

/** Prints one line that says what went wrong and what to do, and chooses the exit code. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final int FAULT = 1;
  private static final int SETTINGS = 2;
  private static final int UNAVAILABLE = 5;
  private static final Set<Class<?>> WITH_OWN_MESSAGE =
      Set.of(
          InvalidSettingException.class,
          SchemaException.class,
          DatabaseSettingException.class,
          PooledConnectionException.class,
          UnknownReportException.class,
          ReportParameterException.class);

  private Failures() {}

  static Failure report(Throwable failure, PrintWriter err) {
    log.debug("The command failed.", failure);
    Failure described = described(failure);
    StructuredLogs.error(described.message(), err);
    return described;
  }

  static Failure described(Throwable failure) {
    Failure described = describe(failure);
    return new Failure(masked(oneLine(described.message())), described.exitCode());
  }

  record Failure(String message, int exitCode) {}

  private static Failure describe(Throwable failure) {
    UnboundConfigurationPropertiesException unknown =
        find(failure, UnboundConfigurationPropertiesException.class);
    if (unknown != null) {
      return new Failure(unknownSetting(unknown), SETTINGS);
    }
    BindException unbound = find(failure, BindException.class);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (WITH_OWN_MESSAGE.contains(cause.getClass())) {
        String message = String.valueOf(cause.getMessage());
        return new Failure(unbound == null ? message : withProperty(unbound, message), SETTINGS);
      }
    }
    String unreadable = SettingsFiles.describe(failure, property -> false);
    if (unreadable != null) {
      String message = unbound == null ? unreadable : withProperty(unbound, unreadable);
      return new Failure(message, SETTINGS);
    }
    if (unbound != null) {
      return new Failure(withProperty(unbound, DatabaseFault.reason(unbound)), SETTINGS);
    }
    return database(failure);
  }

  private static Failure database(Throwable failure) {
    String reason = DatabaseFault.reason(failure);
    String state = DatabaseFault.state(failure);
    if (DatabaseFault.isTransient(failure)) {
      return new Failure(
          "the database of spring.datasource.url does not answer: %s. Nothing is lost: run the same command again when the database is back."
              .formatted(DatabaseFault.outage(failure)),
          UNAVAILABLE);
    }
    if (state.startsWith("28")) {
      return new Failure(
          "the database refuses the login: %s. Check spring.datasource.username and .password."
              .formatted(reason),
          SETTINGS);
    }
    if (state.startsWith("3D")) {
      return new Failure(
          "no such database: " + reason + ". Check spring.datasource.url.", SETTINGS);
    }
    if (state.equals("42501")) {
      return new Failure(
          "the database user lacks a privilege: " + reason + ". db/roles.sql grants what it needs.",
          SETTINGS);
    }
    if (reason.startsWith("Unable to parse URL")) {
      return new Failure(
          "spring.datasource.url cannot be read; write it like jdbc:postgresql://host:5432/tracking.",
          SETTINGS);
    }
    return fault(failure);
  }

  private static Failure fault(Throwable failure) {
    log.error("Internal error.", failure);
    return new Failure(
        "internal error: %s. Nothing is lost: run the same command again to resume. Please report this error with the log."
            .formatted(DatabaseFault.reason(failure)),
        FAULT);
  }

  private static String unknownSetting(UnboundConfigurationPropertiesException unknown) {
    String names =
        unknown.getUnboundProperties().stream()
            .map(property -> property.getName().toString())
            .sorted()
            .collect(Collectors.joining(", "));
    return "unknown setting: " + names + ". The README lists the settings.";
  }

  private static String withProperty(BindException unbound, String message) {
    var property = unbound.getProperty();
    String name = property == null ? unbound.getName().toString() : property.getName().toString();
    return message.startsWith(name) ? message : name + ": " + message;
  }

  /** The driver repeats the URL in its messages, and the URL may contain a password. */
  private static String masked(String message) {
    return message
        .replaceAll("(?i)(password=)[^&\\s]*", "$1***")
        .replaceAll("[^\\s/:@]+:[^\\s/@]+@", "***@");
  }

  static String oneLine(@Nullable String message) {
    return message == null ? "" : message.replaceAll("\\s*\\R\\s*", " ").strip();
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
