package dev.sessioncleanup.console;

import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs as one JSON object a line on standard error. */
public final class StructuredLogs {
  private static final Logger log = LoggerFactory.getLogger(StructuredLogs.class);

  /** Spring Boot copies the setting here when it starts the logging. */
  private static final String IN_FORCE = "CONSOLE_LOG_STRUCTURED_FORMAT";

  private StructuredLogs() {}

  /** Whether everything on standard error should be a log line. */
  public static boolean areOn() {
    return !System.getProperty(IN_FORCE, "").isEmpty();
  }

  /** Writes the message that a command ends with, as a log line where the format asks for it. */
  public static void error(String message, PrintWriter err) {
    if (areOn()) {
      log.error(message);
    } else {
      err.println("session-cleanup: " + message);
    }
  }
}
