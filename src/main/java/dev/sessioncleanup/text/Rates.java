package dev.sessioncleanup.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Rates for people. */
public final class Rates {
  private Rates() {}

  /** With two digits of a fraction; null when it is not known. */
  public static @Nullable BigDecimal rounded(@Nullable Double perSecond) {
    return perSecond == null
        ? null
        : BigDecimal.valueOf(perSecond).setScale(2, RoundingMode.HALF_UP);
  }

  /** Like "80 %"; null when either is not known. */
  public static @Nullable String share(@Nullable Double rate, @Nullable Double ceiling) {
    return rate == null || ceiling == null ? null : Math.round(rate / ceiling * 100) + " %";
  }
}
