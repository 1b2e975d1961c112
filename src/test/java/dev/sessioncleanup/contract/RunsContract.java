package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCommand;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a run is planned, taken over, started and finished, and by which process. */
public abstract class RunsContract extends TablesContract {
  private static final RunCommand SWEEP = RunCommand.sweep("acme", false);
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-02-01T00:00:00Z");

  private final Runs runs;
  private final Runs otherRuns;

  protected RunsContract(TablesUnderTest tables) {
    super(tables);
    this.runs = tables.runs(process);
    this.otherRuns = tables.runs(other);
  }

  @Test
  void planFreezesTheCutoff() {
    Instant before = tables.clock();
    Run run = runs.plan(SWEEP, STALE, "maria");
    tables.pass(Duration.ofHours(1));

    assertThat(run.createdBefore()).isBetween(before.minus(STALE), ago(STALE));
    assertThat(run)
        .isEqualTo(new Run(run.runId(), SWEEP, run.createdBefore(), RunState.PLANNED, null, false));
    assertThat(runs.find(run.runId())).contains(run);
    assertThat(otherRuns.find(run.runId())).contains(run);
    assertThat(runs.find(-1)).isEmpty();
  }

  @Test
  void cutoffOfABackfillIsItsEndOrTheAgeWhicheverIsEarlier() {
    Instant earlier = secondsOnly(ago(Duration.ofDays(20)));
    Instant later = secondsOnly(ago(Duration.ofDays(2)));

    assertThat(runs.plan(backfill(earlier), STALE, null).createdBefore()).isEqualTo(earlier);
    assertThat(runs.plan(backfill(later), STALE, null).createdBefore()).isBefore(later);
    assertThat(runs.cutoff(STALE)).isBetween(ago(STALE.plusMinutes(1)), ago(STALE));
  }

  private static RunCommand backfill(Instant to) {
    return RunCommand.backfill("acme", false, FROM.minus(Duration.ofDays(9000)), to);
  }

  private static Instant secondsOnly(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }

  @Test
  void runOfALiveProcessIsNotTakenOver() {
    running();

    assertThat(otherRuns.takeOver(SWEEP)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLANNED", "RUNNING", "PAUSED"})
  void runOfAKilledProcessIsTakenOverAsItWas(RunState state) {
    Run run = running();
    tables.changeState(run.runId(), state);
    tables.loseLock(process);

    assertThat(otherRuns.takeOver(SWEEP))
        .contains(new Run(run.runId(), SWEEP, run.createdBefore(), state, null, true));

    assertThat(runs.start(run.runId(), 1, 1)).isFalse();
    assertThat(otherRuns.start(run.runId(), 1, 1)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAULT", "UNAVAILABLE", "REFUSED"})
  void failedRunIsPlannedAgainOnceItsProcessIsDead(Ending.Kind kind) {
    Run run = running();
    runs.finish(run.runId(), new Ending(kind, "something broke"));
    assertThat(runs.takeOver(SWEEP)).as("by the process that failed").isEmpty();
    assertThat(otherRuns.takeOver(SWEEP)).as("while it lives").isEmpty();

    tables.loseLock(process);

    assertThat(otherRuns.takeOver(SWEEP))
        .contains(new Run(run.runId(), SWEEP, run.createdBefore(), RunState.PLANNED, null, true));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FAULT", "UNAVAILABLE", "REFUSED", "SETTINGS"},
      mode = EnumSource.Mode.EXCLUDE)
  void runWithAFinalStateIsNotTakenOver(Ending.Kind kind) {
    assertThat(kind.isFinal()).isTrue();
    Run run = running();
    runs.finish(run.runId(), new Ending(kind, null));
    tables.loseLock(process);

    assertThat(otherRuns.takeOver(SWEEP)).isEmpty();
  }

  /** The reply to the statement that planned it or took it over was lost. */
  @Test
  void ownRunIsTakenOver() {
    Run run = runs.plan(SWEEP, STALE, null);

    assertThat(runs.takeOver(SWEEP)).map(Run::runId).contains(run.runId());
    assertThat(runs.takeOver(SWEEP)).map(Run::resumed).contains(true);
  }

  @Test
  void runIsTakenOverByOneProcessOnly() {
    running();
    tables.loseLock(process);
    Runs third = tables.runs(tables.startProcess());

    assertThat(otherRuns.takeOver(SWEEP)).isPresent();
    assertThat(third.takeOver(SWEEP)).isEmpty();
  }

  @Test
  void oldestIsTakenOverFirst() {
    Run first = running();
    Run second = running();
    tables.loseLock(process);

    assertThat(otherRuns.takeOver(SWEEP)).map(Run::runId).contains(first.runId());
    otherRuns.finish(first.runId(), new Ending(Ending.Kind.COMPLETE, null));
    assertThat(otherRuns.takeOver(SWEEP)).map(Run::runId).contains(second.runId());
  }

  @Test
  void runIsTakenOverByTheSameCommandOnly() {
    RunCommand command = RunCommand.backfill("acme", false, FROM, TO);
    runs.plan(command, STALE, null);
    tables.loseLock(process);

    assertThat(
            List.of(
                SWEEP,
                RunCommand.backfill("beta", false, FROM, TO),
                RunCommand.backfill("acme", true, FROM, TO),
                RunCommand.backfill("acme", false, FROM.plusSeconds(1), TO),
                RunCommand.backfill("acme", false, FROM, TO.plusSeconds(1))))
        .allSatisfy(each -> assertThat(otherRuns.takeOver(each)).isEmpty());
    assertThat(otherRuns.takeOver(command)).map(Run::command).contains(command);
  }

  @Test
  void startLeavesAPausedRunPaused() {
    Run run = running();
    assertThat(state(run)).isEqualTo(RunState.RUNNING);
    tables.changeState(run.runId(), RunState.PAUSED);

    assertThat(runs.start(run.runId(), 1, 1)).isTrue();

    assertThat(state(run)).isEqualTo(RunState.PAUSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETE", "PARTIAL", "ABORTED", "FAILED", "CANCELLED"})
  void runThatHasEndedIsNeitherStartedNorFinished(RunState ended) {
    Run run = running();
    tables.changeState(run.runId(), ended);

    assertThat(runs.start(run.runId(), 1, 1)).isFalse();
    assertThat(runs.finish(run.runId(), new Ending(Ending.Kind.COMPLETE, null))).isFalse();

    assertThat(state(run)).isEqualTo(ended);
  }

  @ParameterizedTest
  @EnumSource
  void finishWritesStateAndReason(Ending.Kind kind) {
    Run run = running();

    assertThat(otherRuns.finish(run.runId(), new Ending(kind, "not ours"))).isFalse();
    assertThat(runs.finish(run.runId(), new Ending(kind, "that is why"))).isTrue();

    assertThat(runs.find(run.runId()))
        .contains(
            new Run(run.runId(), SWEEP, run.createdBefore(), kind.state(), "that is why", false));
  }

  @ParameterizedTest
  @EnumSource
  void runIsOverOnceItsStateIsFinalAndItsProcessIsDead(RunState state) {
    boolean isFinal =
        switch (state) {
          case COMPLETE, PARTIAL, ABORTED, CANCELLED -> true;
          case PLANNED, RUNNING, PAUSED, FAILED -> false;
        };
    Run run = running();
    tables.changeState(run.runId(), state);
    assertThat(otherRuns.isOver(run.runId())).as("its process lives").isFalse();

    tables.loseLock(process);

    assertThat(otherRuns.isOver(run.runId())).isEqualTo(isFinal);
    assertThat(otherRuns.isOver(-1)).as("no such run").isFalse();
  }

  @Test
  void countsMatchTheAudit() {
    claimed("OPEN");
    ledger.record(List.of(reply(granted(claimed("REMOVED")), Outcome.REMOVED, 200)));
    tables.recorded("INFERRED", Outcome.FAILED, 1);
    ledger.record(List.of(reply(granted(claimed("INFERRED")), Outcome.MISSING, 404)));
    ledger.record(List.of(Finding.withoutCall(claimed("NOT IDLE"), Outcome.NOT_IDLE, "tracked")));
    ledger.record(List.of(Finding.withoutCall(claimed("HELD"), Outcome.HELD, "on hold")));

    assertThat(runs.counts(selection.runId()))
        .isEqualTo(
            new RunCounts(
                Map.of(Outcome.REMOVED, 2L, Outcome.NOT_IDLE, 1L, Outcome.HELD, 1L), 5, 2, 1, 1));
    assertThat(runs.counts(otherSelection.runId())).isEqualTo(new RunCounts(Map.of(), 0, 0, 0, 0));
  }

  private Run running() {
    Run run = runs.plan(SWEEP, STALE, null);
    runs.start(run.runId(), 0, run.runId());
    return run;
  }

  private RunState state(Run run) {
    return runs.find(run.runId()).orElseThrow().state();
  }
}
