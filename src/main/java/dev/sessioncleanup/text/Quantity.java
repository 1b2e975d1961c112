package dev.sessioncleanup.text;

/** A number of things, in the singular or the plural. */
public final class Quantity {
  private Quantity() {}

  /** Like "1 session" or "2 sessions"; for regular plurals. */
  public static String of(long count, String singular) {
    return count + " " + singular + (count == 1 ? "" : "s");
  }

  /** Like "1 session was" or "2 sessions were". */
  public static String were(long count, String singular) {
    return of(count, singular) + (count == 1 ? " was" : " were");
  }
}
