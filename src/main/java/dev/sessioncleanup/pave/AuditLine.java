package dev.sessioncleanup.pave;

/**
 * Makes one short line of whatever a remote side wrote, so that it can stand in a log and a row.
 */
final class AuditLine {
  static final int MAX_LENGTH = 300;

  private AuditLine() {}

  static String of(String text) {
    // \p{C} also takes format characters: a right-to-left mark must not turn an audit report around
    String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    int end =
        Character.isHighSurrogate(line.charAt(MAX_LENGTH - 2)) ? MAX_LENGTH - 2 : MAX_LENGTH - 1;
    return line.substring(0, end) + "…";
  }
}
