package dev.sessioncleanup.sessionfile;

/** A line of a file that is no session; the message says why. */
final class UnusableLineException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Without a stack trace, since a file may have a million of them. */
  UnusableLineException(String reason) {
    super(reason, null, false, false);
  }
}
