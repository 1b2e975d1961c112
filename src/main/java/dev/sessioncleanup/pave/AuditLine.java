package dev.sessioncleanup.pave;

import java.time.Duration;
import java.util.regex.Pattern;

/** Turns any text from a remote side into one short line, for a log message or an audit row. */
final class AuditLine {
  static final int MAX_LENGTH = 300;

  /** With format characters: a right-to-left mark must not reverse the text of a report. */
  private static final Pattern GAP = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\\s]+");

  private AuditLine() {}

  static String of(String text) {
    String line = (isPlain(text) ? text : GAP.matcher(text).replaceAll(" ")).strip();
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    int end =
        Character.isHighSurrogate(line.charAt(MAX_LENGTH - 2)) ? MAX_LENGTH - 2 : MAX_LENGTH - 1;
    return line.substring(0, end) + "…";
  }

  /** Most texts have no gap but single spaces; looking is cheaper than replacing. */
  private static boolean isPlain(String text) {
    return !text.contains("  ") && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /**
   * The detail of a reply as one short line.
   *
   * @throws IllegalArgumentException when the status or the latency is out of range
   */
  static String checked(int status, String detail, Duration latency) {
    if (status < 100 || status > 999) {
      throw new IllegalArgumentException("not an HTTP status: " + status);
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("negative latency: " + latency);
    }
    return of(detail);
  }
}
