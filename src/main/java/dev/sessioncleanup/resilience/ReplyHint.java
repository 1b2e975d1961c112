package dev.sessioncleanup.resilience;

/** What a person should check after an unexpected reply. */
final class ReplyHint {
  private ReplyHint() {}

  /**
   * @param summary a reply in one line: the status, then PAVE's message or what came instead of it
   */
  static String of(String summary) {
    if (summary.contains(" instead of PAVE's JSON") || summary.endsWith("broken JSON")) {
      return "Check for a proxy or login page in front of pave.base-url.";
    }
    if (summary.startsWith("401") || summary.startsWith("403")) {
      return "PAVE accepts the credentials for other calls: check why it refuses these sessions.";
    }
    if (summary.startsWith("5")) {
      return "PAVE reports an internal error: check its status page, then run the command again.";
    }
    return "PAVE does not answer as documented: compare these replies with PAVE's documentation.";
  }
}
