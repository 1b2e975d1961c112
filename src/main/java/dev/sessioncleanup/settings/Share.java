package dev.sessioncleanup.settings;

import java.math.BigDecimal;

/** Compares shares in decimal arithmetic: with doubles 0.57 of 100 would not be exactly 57. */
public final class Share {
  private Share() {}

  /** Whether a part is more than that share of the whole. */
  public static boolean exceeded(long part, double share, long whole) {
    BigDecimal most = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(whole));
    return BigDecimal.valueOf(part).compareTo(most) > 0;
  }
}
