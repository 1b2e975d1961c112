package dev.sessioncleanup.metrics;

import dev.sessioncleanup.engine.CallStats;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.RunStats;
import dev.sessioncleanup.sweep.Plan;
import dev.sessioncleanup.sweep.RunFigures;
import dev.sessioncleanup.sweep.RunInProgress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the command has done for one account so far: the sum of its runs in this process. Reads the
 * counters of the runs when it is asked. Safe for use by many threads.
 */
final class AccountFigures {
  private final Group group;
  private final Supplier<List<RunInProgress>> runs;
  private volatile @Nullable Ended ended;
  private volatile @Nullable Instant lastSuccess;

  /** The labels of all metrics of an account. */
  record Group(String account, String kind) {}

  /**
   * How the account's runs ended.
   *
   * @param openClaims null when the database did not answer
   * @param left null when the database did not answer, or nobody asks
   */
  record Ended(int exitCode, @Nullable Long openClaims, AuditFigures.@Nullable Backlog left) {}

  AccountFigures(Group group, Supplier<List<RunInProgress>> runs) {
    this.group = group;
    this.runs = runs;
  }

  Group group() {
    return group;
  }

  void ended(Ended how) {
    ended = how;
  }

  @Nullable Ended ended() {
    return ended;
  }

  void lastSuccess(@Nullable Instant time) {
    lastSuccess = time;
  }

  @Nullable Instant lastSuccess() {
    return lastSuccess;
  }

  double outcomes(Outcome outcome, boolean inferred) {
    return calls(calls -> calls.recorded(outcome, inferred));
  }

  double replies(int hundreds) {
    return calls(calls -> calls.replies(hundreds));
  }

  double attempts() {
    return stats(stats -> stats.deletes().sent());
  }

  double throttled() {
    return stats(RunStats.Snapshot::throttled);
  }

  long waits() {
    return (long) calls(CallStats::waits);
  }

  double nanosWaited() {
    return calls(CallStats::nanosWaited);
  }

  /** The latest; the whole ceiling before the first call. */
  double pace() {
    return each(RunInProgress::figures)
        .reduce((earlier, later) -> later)
        .map(figures -> figures.calls().pace().share())
        .orElse(1.0);
  }

  double openClaims() {
    Ended how = ended;
    Long left = how == null ? null : how.openClaims();
    return left == null ? calls(CallStats::openClaims) : left;
  }

  double planned() {
    return each(RunInProgress::figures).mapToLong(RunFigures::planned).sum();
  }

  /** As planned by the latest run, or as it was left; NaN while it is not known. */
  double backlog() {
    AuditFigures.Backlog backlog = latestBacklog();
    return backlog == null ? Double.NaN : backlog.count();
  }

  /** Seconds since the epoch, NaN without a backlog. */
  double oldestCreated() {
    AuditFigures.Backlog backlog = latestBacklog();
    Instant oldest = backlog == null ? null : backlog.oldest();
    return oldest == null ? Double.NaN : oldest.getEpochSecond();
  }

  private AuditFigures.@Nullable Backlog latestBacklog() {
    Ended how = ended;
    if (how != null && how.left() != null) {
      return how.left();
    }
    return each(RunInProgress::plan)
        .map(Plan::eligible)
        .reduce((earlier, later) -> later)
        .map(eligible -> new AuditFigures.Backlog(eligible.count(), eligible.oldest()))
        .orElse(null);
  }

  double seconds() {
    return each(run -> run).mapToDouble(run -> run.control().elapsed().toNanos() / 1e9).sum();
  }

  private double calls(ToDoubleFunction<CallStats> value) {
    return each(RunInProgress::calls).mapToDouble(value).sum();
  }

  private double stats(ToDoubleFunction<RunStats.Snapshot> value) {
    return each(RunInProgress::figures).map(RunFigures::calls).mapToDouble(value).sum();
  }

  private <T> Stream<T> each(Function<RunInProgress, @Nullable T> part) {
    return runs.get().stream()
        .filter(run -> run.run().account().equals(group.account()))
        .map(part)
        .filter(Objects::nonNull);
  }
}
