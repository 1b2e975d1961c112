package dev.sessioncleanup.restart;

/**
 * A session as it is tracked and as it is in truth.
 *
 * @param tracked status in the tracking table
 * @param truth status at PAVE, or {@link #UNKNOWN}
 * @param days age in days; stale from 7 on
 */
record Session(String key, String tracked, String truth, int days, boolean held) {
  static final String UNKNOWN = "UNKNOWN";
  private static final int STALE_DAYS = 7;

  /** Tracked as IDLE and old enough to be deleted. */
  static Session stale(int number, String truth) {
    return new Session(key(number), "IDLE", truth, 8 + number % 20, false);
  }

  static String key(int number) {
    return "RST-%010d".formatted(number);
  }

  boolean eligible() {
    return tracked.equals("IDLE") && !held && days > STALE_DAYS;
  }

  /** The outcome that must be on record at the end, doubt aside. */
  String outcome() {
    return switch (truth) {
      case "IDLE" -> "removed";
      case UNKNOWN -> "missing";
      default -> "started";
    };
  }
}
