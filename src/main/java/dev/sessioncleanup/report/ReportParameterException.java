package dev.sessioncleanup.report;

/**
 * A report was called with an unknown parameter, or with an invalid value. The message says what is
 * valid.
 */
public final class ReportParameterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ReportParameterException(String message) {
    super(message);
  }
}
