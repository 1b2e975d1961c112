package dev.sessioncleanup.report;

/**
 * A report was asked with a parameter it does not have, or with a value that does not fit. The
 * message says what would.
 */
public final class ReportParameterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ReportParameterException(String message) {
    super(message);
  }
}
