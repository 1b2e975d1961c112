package dev.sessioncleanup.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments for people. */
public final class Times {
  private Times() {}

  /** Without the fraction of the second; "earlier" when the moment is not known. */
  public static String second(@Nullable Instant moment) {
    return moment == null ? "earlier" : moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
