package dev.sessioncleanup.runs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a command: an interrupted run is resumed by the same command that started it.
 *
 * @param kind {@code nightly} or {@code backfill}
 * @param createdFrom inclusive, null for a sweep
 * @param createdTo exclusive, as given by the user, null for a sweep
 * @param plan the saved plan, which is a run of its own, null for other commands
 */
public record RunCommand(
    String kind,
    String account,
    boolean dryRun,
    @Nullable Instant createdFrom,
    @Nullable Instant createdTo,
    @Nullable Long plan) {

  /** A command for the nightly sweep. */
  public static RunCommand sweep(String account, boolean dryRun) {
    return new RunCommand("nightly", account, dryRun, null, null, null);
  }

  /** A command that carries out a saved plan. */
  public static RunCommand plan(String account, long plan) {
    return new RunCommand("backfill", account, false, null, null, plan);
  }

  /** A command for sessions created in [from, to). */
  public static RunCommand backfill(String account, boolean dryRun, Instant from, Instant to) {
    return new RunCommand("backfill", account, dryRun, from, to, null);
  }
}
