package dev.sessioncleanup.restart;

/**
 * A session with its tracked status and its status at PAVE.
 *
 * @param tracked status in the tracking table
 * @param paveStatus status at PAVE, or {@link #UNKNOWN}
 * @param days age in days; stale from 7 on
 */
record Session(String key, String tracked, String paveStatus, int days, boolean held) {
  static final String UNKNOWN = "UNKNOWN";
  private static final int STALE_DAYS = 7;

  /** Tracked as IDLE and old enough to be deleted. */
  static Session stale(int number, String paveStatus) {
    return new Session(key(number), "IDLE", paveStatus, 8 + number % 20, false);
  }

  static String key(int number) {
    return "RST-%010d".formatted(number);
  }

  boolean eligible() {
    return tracked.equals("IDLE") && !held && days > STALE_DAYS;
  }
}
