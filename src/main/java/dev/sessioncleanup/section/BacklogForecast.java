package dev.sessioncleanup.section;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.Rate;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When the stale sessions of an account are gone.
 *
 * @param newPerDay sessions that become stale in a day
 * @param rate of the newest nightly run
 * @param perNight the most that one nightly run may send
 */
record BacklogForecast(String account, long stale, BigDecimal newPerDay, Rate rate, long perNight) {

  /** What is not known of the newest nightly run is taken from the settings. */
  static BacklogForecast of(List<@Nullable Object> row, CleanupProperties settings) {
    Double rate = (Double) row.get(3);
    Long perNight = (Long) row.get(4);
    return new BacklogForecast(
        String.valueOf(row.get(0)),
        (Long) Objects.requireNonNull(row.get(1)),
        (BigDecimal) Objects.requireNonNull(row.get(2)),
        rate == null ? settings.rate() : new Rate(rate),
        perNight == null ? settings.guard().maxCount() : perNight);
  }

  /** 0 where nothing is left; -1 where more sessions become stale than a night clears. */
  long nights() {
    if (stale <= perNight) {
      return stale == 0 ? 0 : 1;
    }
    double less = perNight - newPerDay.doubleValue();
    return less <= 0 ? -1 : 1 + (long) Math.ceil((stale - perNight) / less);
  }

  List<@Nullable Object> cells() {
    long nights = nights();
    return Arrays.asList(
        account,
        stale,
        newPerDay,
        perNight,
        stale == 0 ? null : Durations.text(rate.timeFor(stale)),
        nights < 0 ? "never: more become stale than a night clears" : String.valueOf(nights));
  }
}
