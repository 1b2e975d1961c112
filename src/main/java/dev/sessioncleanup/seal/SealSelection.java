package dev.sessioncleanup.seal;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The runs whose outcomes are verified, null for all.
 *
 * @param since runs that ended then or later
 * @param until runs that were planned before, and those whose seal covers late outcomes
 */
public record SealSelection(
    @Nullable String account,
    @Nullable Long run,
    @Nullable Instant since,
    @Nullable Instant until) {

  /**
   * @throws InvalidSettingException when since is not before until
   */
  public SealSelection {
    if (since != null && until != null && !since.isBefore(until)) {
      throw new InvalidSettingException(
          "--since %s is not before --until %s.".formatted(since, until));
    }
  }
}
