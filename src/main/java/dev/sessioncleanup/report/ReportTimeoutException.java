package dev.sessioncleanup.report;

import dev.sessioncleanup.settings.Durations;
import java.time.Duration;

/** The database did not answer a report in the time allowed. The message says what to do. */
public final class ReportTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReportTimeoutException(String report, Duration allowed, Throwable cause) {
    super(
        "The database stopped the report %s: it took longer than --timeout %s, or somebody cancelled it. Narrow it with --since, --account or --run, or give it more time, like --timeout 30m."
            .formatted(report, Durations.text(allowed)),
        cause);
  }
}
