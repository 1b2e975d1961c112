package dev.sessioncleanup.simulation;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Orders;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCommand;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import dev.sessioncleanup.simulation.SimulatedTables.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of runs in memory. */
public final class InMemoryRuns implements Runs {
  private static final Set<RunState> UNFINISHED =
      Set.of(RunState.PLANNED, RunState.RUNNING, RunState.PAUSED);

  private final SimulatedTables tables;
  private final int process;

  public InMemoryRuns(SimulatedTables tables, int process) {
    this.tables = tables;
    this.process = process;
  }

  @Override
  public Instant cutoff(Duration age) {
    return tables.clock().minus(age);
  }

  @Override
  public Run plan(RunCommand command, Duration age, @Nullable String requestedBy) {
    Instant cutoff = cutoff(age);
    Instant to = command.createdTo();
    Instant before = to != null && to.isBefore(cutoff) ? to : cutoff;
    return run(tables.insertRun(command, before, process), false);
  }

  @Override
  public Optional<Run> takeOver(RunCommand command) {
    return tables.runs.stream()
        .filter(row -> row.command.equals(command))
        .filter(
            row ->
                UNFINISHED.contains(row.state)
                    || (row.state == RunState.FAILED && row.process != process))
        .filter(row -> row.process == process || !tables.isAlive(row.process))
        .findFirst()
        .map(
            row -> {
              row.process = process;
              row.state = row.state == RunState.FAILED ? RunState.PLANNED : row.state;
              row.reason = null;
              return run(row, true);
            });
  }

  @Override
  public boolean start(long runId, long planned, long jobInstance) {
    return unfinished(runId)
        .map(
            row -> {
              row.state = row.state == RunState.PAUSED ? RunState.PAUSED : RunState.RUNNING;
              return true;
            })
        .orElse(false);
  }

  @Override
  public void begun(long runId, Begun by) {}

  @Override
  public Optional<Orders> orders(long runId) {
    return tables.runs.stream()
        .filter(row -> row.runId == runId && row.process == process)
        .findFirst()
        .map(row -> new Orders(row.state, null, null, null, 0));
  }

  @Override
  public void confirm(long runId, long last) {}

  @Override
  public boolean finish(long runId, Ending ending) {
    return unfinished(runId)
        .map(
            row -> {
              row.state = ending.kind().state();
              row.reason = ending.reason();
              return true;
            })
        .orElse(false);
  }

  @Override
  public boolean isOver(long runId) {
    return tables.runs.stream()
        .anyMatch(
            row ->
                row.runId == runId
                    && !UNFINISHED.contains(row.state)
                    && row.state != RunState.FAILED
                    && !tables.isAlive(row.process));
  }

  @Override
  public Optional<Run> find(long runId) {
    return tables.runs.stream()
        .filter(row -> row.runId == runId)
        .findFirst()
        .map(row -> run(row, false));
  }

  @Override
  public RunCounts counts(long runId) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    List<AuditRow> rows = tables.audit.stream().filter(row -> row.runId == runId).toList();
    rows.forEach(
        row -> {
          if (row.outcome != null) {
            outcomes.merge(row.outcome, 1L, Long::sum);
          }
        });
    return new RunCounts(
        outcomes,
        rows.size(),
        rows.stream().filter(row -> row.attempts > 0).count(),
        rows.stream().filter(AuditRow::isOpen).count(),
        rows.stream().filter(row -> row.inferred && row.outcome == Outcome.REMOVED).count());
  }

  private Optional<RunRow> unfinished(long runId) {
    return tables.runs.stream()
        .filter(row -> row.runId == runId && row.process == process)
        .filter(row -> UNFINISHED.contains(row.state))
        .findFirst();
  }

  private static Run run(RunRow row, boolean resumed) {
    return new Run(row.runId, row.command, row.createdBefore, row.state, row.reason, resumed);
  }
}
