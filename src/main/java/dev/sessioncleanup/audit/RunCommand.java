package dev.sessioncleanup.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What makes two commands the same: an interrupted run is resumed by the command that started it.
 *
 * @param kind {@code nightly} or {@code backfill}
 * @param createdFrom inclusive, null for a sweep
 * @param createdTo exclusive, as asked for, null for a sweep
 */
public record RunCommand(
    String kind,
    String account,
    boolean dryRun,
    @Nullable Instant createdFrom,
    @Nullable Instant createdTo) {

  /** A command for the nightly sweep. */
  public static RunCommand sweep(String account, boolean dryRun) {
    return new RunCommand("nightly", account, dryRun, null, null);
  }

  /** A command for sessions created in [from, to). */
  public static RunCommand backfill(String account, boolean dryRun, Instant from, Instant to) {
    return new RunCommand("backfill", account, dryRun, from, to);
  }
}
