package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.DatabaseFault;
import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Run;
import dev.sessioncleanup.audit.RunCounts;
import dev.sessioncleanup.deletion.DatabaseAwayException;
import dev.sessioncleanup.deletion.Patience;
import dev.sessioncleanup.deletion.Pipe;
import dev.sessioncleanup.deletion.RunControl;
import dev.sessioncleanup.deletion.Supply;
import dev.sessioncleanup.deletion.Tally;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;

/** What the steps of one run in this process share. */
public final class RunContext {
  private static final Logger log = LoggerFactory.getLogger(RunContext.class);

  private final Run run;
  private final RunOptions options;
  private final RunControl control;
  private final Patience patience;
  private final Workshop workshop;
  private volatile @Nullable Pipe pipe;
  private volatile long sentBefore;
  private volatile @Nullable Supply supply;
  private volatile @Nullable Plan plan;
  private volatile @Nullable Ending ended;

  RunContext(
      Run run, RunOptions options, RunControl control, Patience patience, Workshop workshop) {
    this.run = run;
    this.options = options;
    this.control = control;
    this.patience = patience;
    this.workshop = workshop;
  }

  void open() {
    RunCounts.Counts before = patience.insist(() -> workshop.counts().of(run.runId()));
    Pipe opened = workshop.pipe(this);
    sentBefore = before.sent();
    pipe = opened;
    supply = workshop.supply(this, opened, before);
  }

  void close() throws InterruptedException {
    Pipe opened = pipe;
    if (opened != null) {
      opened.close();
    }
  }

  /** The run ends on something that nobody foresaw; an ending already decided stands. */
  void fault(Throwable failure) {
    if (has(failure, DatabaseAwayException.class)) {
      return; // patience has ended the run already
    }
    if (has(failure, OptimisticLockingFailureException.class)) {
      control.end(
          Ending.Kind.UNAVAILABLE, "another process took over this run while this one was cut off");
      return;
    }
    boolean away = DatabaseFault.passes(failure);
    if (!away) {
      log.error("The run ends on a fault of the program.", failure);
    }
    control.end(
        away ? Ending.Kind.UNAVAILABLE : Ending.Kind.FAULT,
        (away ? "the database was away: " : "a fault of the program: ")
            + DatabaseFault.reason(failure));
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(20)
        .anyMatch(type::isInstance);
  }

  /** The run's last word is written. */
  void ended(Ending ending) {
    ended = ending;
  }

  /** How the run ended; one that is not on record leaves the run to be resumed, and says so. */
  Ending ending() {
    Ending written = ended;
    if (written != null) {
      return written;
    }
    Ending ending =
        control.ending().orElse(new Ending(Ending.Kind.FAULT, "the job ended without saying how"));
    boolean mayStand = !Endings.isFinal(ending.kind()) || ending.kind() == Ending.Kind.STOPPED;
    return mayStand
        ? ending
        : new Ending(
            Ending.Kind.UNAVAILABLE,
            "the run's end (%s) could not be written; the same command resumes it"
                .formatted(ending.kind().state().sql()));
  }

  boolean endIsWritten() {
    return ended != null;
  }

  void planned(Plan plan) {
    this.plan = plan;
  }

  public @Nullable Plan plan() {
    return plan;
  }

  public Run run() {
    return run;
  }

  public RunOptions options() {
    return options;
  }

  public RunControl control() {
    return control;
  }

  Patience patience() {
    return patience;
  }

  Pipe pipe() {
    return Objects.requireNonNull(pipe, "the pipe opens with the chunk step");
  }

  Supply supply() {
    return Objects.requireNonNull(supply, "the supply opens with the chunk step");
  }

  /** What was done so far, null before the first claim. */
  public Tally.@Nullable Figures figures() {
    Pipe opened = pipe;
    return opened == null ? null : opened.tally().figures();
  }

  /** Sessions sent: of the run by any process, and those that this one took over from others. */
  long sent() {
    Pipe opened = pipe;
    return opened == null ? 0 : sentBefore + opened.sentSessions();
  }

  /** Sessions that failed in this process, those taken over from other runs included. */
  long failedHere() {
    Tally.Figures figures = figures();
    return figures == null ? 0 : figures.of(Outcome.FAILED);
  }

  /** Whether the supply of claims came to its end; a step that ended before it proves nothing. */
  boolean exhausted() {
    Supply opened = supply;
    return opened != null && opened.exhausted();
  }

  /** Sessions left alone, undone. */
  int setAside() {
    Pipe opened = pipe;
    return opened == null ? 0 : opened.setAside().size();
  }
}
