package dev.sessioncleanup.sweep;

import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.seal.Seals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The summary of a run.
 *
 * @param run null when none could be planned
 * @param plan null when it was not planned
 * @param counts what the audit says about the run, null when it could not be asked
 * @param figures how far the run is, null when it sent nothing
 * @param notReached eligible sessions that the run left for the next one
 * @param seal over the outcomes of the run, null while it has none
 */
public record RunSummary(
    String account,
    Ending ending,
    @Nullable Run run,
    @Nullable Plan plan,
    @Nullable RunCounts counts,
    @Nullable RunFigures figures,
    long notReached,
    Duration elapsed,
    @Nullable String seal) {
  private static final Logger log = LoggerFactory.getLogger(RunSummary.class);

  /** No run could be planned. */
  public static RunSummary ofNoRun(String account, Ending ending, Duration elapsed) {
    return new RunSummary(account, ending, null, null, null, null, 0, elapsed, null);
  }

  static RunSummary of(RunInProgress progress, RunComponents components, Duration elapsed) {
    boolean written = progress.ending().isWritten();
    return new RunSummary(
        progress.run().account(),
        progress.ending().get(),
        progress.run(),
        progress.plan(),
        written ? counts(progress.run(), components) : null,
        progress.figures(),
        written ? notReached(progress, components) : 0,
        elapsed,
        null);
  }

  /** Seals the runs of an account when all have ended, so that no claim waits for it. */
  static List<RunSummary> sealed(List<RunSummary> summaries, Seals seals, BooleanSupplier stopped) {
    RunSummary last = summaries.getLast();
    if (last.run == null || last.run.command().dryRun() || !last.isCounted()) {
      return summaries;
    }
    try (var named = MDC.putCloseable("account", last.account)) {
      seals.sealEnded(last.account, stopped);
      seals.countDays(stopped);
    }
    return summaries.stream().map(summary -> summary.sealed(seals)).toList();
  }

  private RunSummary sealed(Seals seals) {
    return new RunSummary(
        account,
        ending,
        run,
        plan,
        counts,
        figures,
        notReached,
        elapsed,
        run == null || !isCounted() ? null : seals.of(run.runId()));
  }

  /**
   * After a resumed run that is done another interrupted run may follow, and then a sweep starts a
   * new run with the current cutoff. If the limit is used up, the next run ends at once.
   */
  boolean isOfAResumedRun() {
    boolean done =
        ending.kind() == Ending.Kind.COMPLETE || ending.kind() == Ending.Kind.SOME_FAILED;
    return done && run != null && run.resumed();
  }

  /** Whether the database could be asked for the run's counts. */
  public boolean isCounted() {
    return counts != null;
  }

  /** Writes the seal to the log, for those who keep logs as evidence. */
  public void logSeal() {
    if (run != null && seal != null) {
      try (var named = MDC.putCloseable("account", account);
          var number = MDC.putCloseable("run", String.valueOf(run.runId()))) {
        log.info("Sealed run {}: seal {}", run.runId(), seal);
      }
    }
  }

  /** What a person should check although it did not end the run. */
  public List<String> warnings() {
    long repeated = figures == null ? 0 : figures.calls().goneAfterIdle();
    return repeated == 0
        ? List.of()
        : List.of(
            "GET found %d sessions IDLE, and the DELETE right after it found none: look for a proxy that repeats DELETE requests between this machine and PAVE, and switch its retries off"
                .formatted(repeated));
  }

  private static @Nullable RunCounts counts(Run run, RunComponents components) {
    return ask(() -> components.runs().counts(run.runId())).orElse(null);
  }

  private static long notReached(RunInProgress progress, RunComponents components) {
    if (progress.figures() == null || progress.ending().get().kind() == Ending.Kind.COMPLETE) {
      return 0;
    }
    Duration floor = components.settings().guard().minAge();
    return ask(() -> components.backlog().eligible(progress.run().selection(floor)).count())
        .orElse(0L);
  }

  /** The summary does without what the database does not answer any more. */
  private static <T> Optional<T> ask(Supplier<T> query) {
    try {
      return Optional.of(query.get());
    } catch (RuntimeException unavailable) {
      log.debug("The database could not be asked for the summary.", unavailable);
      return Optional.empty();
    }
  }
}
