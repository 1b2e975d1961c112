package dev.sessioncleanup.plan;

import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that was saved as a plan, or another run.
 *
 * @param savedAt null when the run is no saved plan
 * @param age since it was saved, by the database's clock
 * @param alive whether a live process carries it out
 * @param sessions number of frozen sessions
 */
public record SavedPlan(
    long runId,
    String account,
    RunState state,
    @Nullable String savedBy,
    @Nullable Instant savedAt,
    @Nullable String carriedOutBy,
    @Nullable Instant carriedOutAt,
    Duration age,
    boolean alive,
    long sessions) {

  /**
   * Why it must not be carried out; empty when it may be. A plan that was begun in time may be
   * resumed later.
   *
   * @param account the account that was asked for, null for any
   * @param validFor how long a plan may wait
   */
  public Optional<String> refusal(@Nullable String account, Duration validFor) {
    if (savedAt == null) {
      return Optional.of(
          "run %d is no saved plan. 'backfill --save-plan' saves one.".formatted(runId));
    }
    if (account != null && !account.equals(this.account)) {
      return Optional.of(
          "plan %d is of account '%s', not of --account '%s'. Leave --account out."
              .formatted(runId, this.account, account));
    }
    return switch (state) {
      case PLANNED, RUNNING, PAUSED, FAILED -> unfinished(validFor);
      case CANCELLED ->
          Optional.of("plan %d was cancelled. Save a new one with --save-plan.".formatted(runId));
      default ->
          Optional.of(
              "plan %d was carried out by %s at %s and is %s. Save a new one with --save-plan."
                  .formatted(runId, carriedOutBy, carriedOutAt, state.sql()));
    };
  }

  private Optional<String> unfinished(Duration validFor) {
    if (carriedOutAt != null) {
      return alive
          ? Optional.of(
              "plan %d is being carried out by %s. 'runs show %d' shows how far it is."
                  .formatted(runId, carriedOutBy, runId))
          : Optional.empty();
    }
    return age.compareTo(validFor) > 0
        ? Optional.of(
            "plan %d is %s old, but cleanup.plan-valid-for allows only %s. Save a new one with --save-plan."
                .formatted(runId, Durations.text(age), Durations.text(validFor)))
        : Optional.empty();
  }

  /** Whether the same person saved it. */
  public boolean isSavedBy(@Nullable String name) {
    return name == null || savedBy == null || name.strip().equalsIgnoreCase(savedBy.strip());
  }
}
