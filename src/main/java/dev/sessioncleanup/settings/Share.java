package dev.sessioncleanup.settings;

import java.math.BigDecimal;

/** A share of a whole, as written: 0.57 of 100 is 57, which no double says. */
public final class Share {
  private Share() {}

  /** Whether a part is more than that share of the whole. */
  public static boolean exceeded(long part, double share, long whole) {
    BigDecimal most = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(whole));
    return BigDecimal.valueOf(part).compareTo(most) > 0;
  }
}
