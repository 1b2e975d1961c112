package dev.sessioncleanup.cli;

import dev.sessioncleanup.audit.DatabaseFault;
import dev.sessioncleanup.audit.PooledConnectionException;
import dev.sessioncleanup.audit.SchemaException;
import dev.sessioncleanup.report.ReportParameterException;
import dev.sessioncleanup.report.UnknownReportException;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.PrintWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;

/** Says in one line what went wrong and what to do, and with which exit code. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final int FAULT = 1;
  private static final int SETTINGS = 2;
  private static final int UNAVAILABLE = 5;

  private static final Set<Class<?>> SAY_IT_THEMSELVES =
      Set.of(
          InvalidSettingException.class,
          SchemaException.class,
          PooledConnectionException.class,
          UnknownReportException.class,
          ReportParameterException.class);

  private Failures() {}

  static int report(Throwable failure, PrintWriter err) {
    log.debug("The command failed.", failure);
    Told told = told(failure);
    err.println("session-cleanup: " + masked(oneLine(told.message())));
    return told.exitCode();
  }

  private record Told(String message, int exitCode) {}

  private static Told told(Throwable failure) {
    UnboundConfigurationPropertiesException unknown =
        find(failure, UnboundConfigurationPropertiesException.class);
    if (unknown != null) {
      return new Told(unknownSetting(unknown), SETTINGS);
    }
    BindException unbound = find(failure, BindException.class);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (SAY_IT_THEMSELVES.contains(cause.getClass())) {
        String message = String.valueOf(cause.getMessage());
        return new Told(unbound == null ? message : withProperty(unbound, message), SETTINGS);
      }
    }
    if (unbound != null) {
      return new Told(withProperty(unbound, DatabaseFault.reason(unbound)), SETTINGS);
    }
    return database(failure);
  }

  private static Told database(Throwable failure) {
    String reason = DatabaseFault.reason(failure);
    String state = DatabaseFault.state(failure);
    if (DatabaseFault.passes(failure)) {
      return new Told(
          "the database of spring.datasource.url does not answer: "
              + reason
              + ". Nothing is lost; run the same command again when it is back.",
          UNAVAILABLE);
    }
    if (state.startsWith("28")) {
      return new Told(
          "the database refuses the login: "
              + reason
              + ". Check spring.datasource.username and .password.",
          SETTINGS);
    }
    if (state.startsWith("3D")) {
      return new Told("no such database: " + reason + ". Check spring.datasource.url.", SETTINGS);
    }
    if (state.equals("42501")) {
      return new Told(
          "the database user lacks a right: " + reason + ". db/roles.sql grants what is needed.",
          SETTINGS);
    }
    if (reason.startsWith("Unable to parse URL")) {
      return new Told(
          "spring.datasource.url cannot be read; write it like jdbc:postgresql://host:5432/tracking.",
          SETTINGS);
    }
    return fault(failure);
  }

  private static Told fault(Throwable failure) {
    log.error("A fault of the program.", failure);
    return new Told(
        "a fault of the program: "
            + DatabaseFault.reason(failure)
            + ". Nothing is lost; the same command resumes. Please report it.",
        FAULT);
  }

  private static String unknownSetting(UnboundConfigurationPropertiesException unknown) {
    String names =
        String.join(
            ", ",
            unknown.getUnboundProperties().stream()
                .map(property -> property.getName().toString())
                .sorted()
                .toList());
    return "unknown setting: " + names + ". The README lists the settings.";
  }

  private static String withProperty(BindException unbound, String message) {
    var property = unbound.getProperty();
    String name = property == null ? unbound.getName().toString() : property.getName().toString();
    return message.startsWith(name) ? message : name + ": " + message;
  }

  /** The driver repeats the address it was given, and with it a password that stands in there. */
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
