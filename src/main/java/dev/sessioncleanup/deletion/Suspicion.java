package dev.sessioncleanup.deletion;

/** What a reply that nobody expected suggests to a person. */
final class Suspicion {
  private Suspicion() {}

  /**
   * @param words as replies are summed up in one line: the status, then PAVE's message or what came
   *     instead of it
   */
  static String of(String words) {
    if (words.contains(" instead of PAVE's JSON") || words.endsWith("broken JSON")) {
      return "look at what stands between here and PAVE (a proxy, a login page) and at pave.base-url";
    }
    if (words.startsWith("5")) {
      return "PAVE itself fails: look at its status page, and run this again when it is well";
    }
    if (words.startsWith("status ")) {
      return "PAVE has a status that is not documented: ask PAVE whether such sessions may be deleted";
    }
    return "PAVE does not answer as documented: compare pave.base-url and PAVE's pages with these replies";
  }
}
