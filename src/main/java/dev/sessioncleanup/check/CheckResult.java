package dev.sessioncleanup.check;

/**
 * The result of one check.
 *
 * @param name what was checked
 * @param text what was found, and the remedy
 * @param exitCode of the program when this is a problem, otherwise 0
 */
record CheckResult(Level level, String name, String text, int exitCode) {
  static final int SETTINGS = 2;
  static final int UNAVAILABLE = 5;
  static final int REFUSED = 6;

  /** How bad it is. */
  enum Level {
    OK("ok"),
    /** Sweeps work, but a person should look. */
    WARNING("warning"),
    /** Sweeps cannot work. */
    PROBLEM("PROBLEM");

    private final String text;

    Level(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static CheckResult ok(String name, String text) {
    return new CheckResult(Level.OK, name, text, 0);
  }

  static CheckResult warning(String name, String text) {
    return new CheckResult(Level.WARNING, name, text, 0);
  }

  static CheckResult problem(String name, String text, int exitCode) {
    return new CheckResult(Level.PROBLEM, name, text, exitCode);
  }
}
