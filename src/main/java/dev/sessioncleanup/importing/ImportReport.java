package dev.sessioncleanup.importing;

import java.util.List;

/**
 * What an import did, or what it would do.
 *
 * @param lines with a session, and those that were rejected
 * @param duplicates lines that say something of a session for which another line counts
 * @param repeated the first sessions with several lines
 */
record ImportReport(
    long lines,
    long inserted,
    long updated,
    long unchanged,
    long duplicates,
    List<RepeatedSession> repeated,
    Rejections rejections) {

  /**
   * A session with several lines.
   *
   * @param line the one that counts
   */
  record RepeatedSession(String key, long lines, long line) {}

  /** Whether no line at all could be used. */
  boolean isUseless() {
    return rejections.count() > 0 && inserted + updated + unchanged == 0;
  }
}
