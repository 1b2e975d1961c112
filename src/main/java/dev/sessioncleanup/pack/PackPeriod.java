package dev.sessioncleanup.pack;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a pack is about: outcomes recorded in [since, until).
 *
 * @param account null for all
 */
record PackPeriod(Instant since, Instant until, @Nullable String account) {

  /**
   * @throws InvalidSettingException when since is not before until
   */
  PackPeriod {
    if (!since.isBefore(until)) {
      throw new InvalidSettingException(
          "--since %s is not before --until %s; the period is [since, until)."
              .formatted(since, until));
    }
  }
}
