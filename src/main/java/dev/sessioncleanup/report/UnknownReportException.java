package dev.sessioncleanup.report;

import java.util.Collection;

/** There is no report of this name. The message lists all reports. */
public final class UnknownReportException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnknownReportException(String name, Collection<String> known) {
    super(
        "There is no report '%s'. The reports are: %s.".formatted(name, String.join(", ", known)));
  }
}
