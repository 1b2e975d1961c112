package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Run;
import dev.sessioncleanup.audit.RunCommand;
import dev.sessioncleanup.audit.RunCounts;
import dev.sessioncleanup.deletion.DatabaseAwayException;
import dev.sessioncleanup.deletion.Patience;
import dev.sessioncleanup.deletion.RunControl;
import dev.sessioncleanup.deletion.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of one account: first those that were interrupted, then a new one. */
final class AccountSweep implements Callable<List<RunSummary>> {
  private static final Logger log = LoggerFactory.getLogger(AccountSweep.class);

  private final Sweeper.Batch batch;
  private final Workshop workshop;
  private final SweepRequest request;
  private final String account;
  private final long start;
  private volatile @Nullable RunContext current;
  private volatile @Nullable RunControl running;
  private volatile @Nullable Duration stopGrace;

  AccountSweep(
      Sweeper.Batch batch, Workshop workshop, SweepRequest request, String account, long start) {
    this.batch = batch;
    this.workshop = workshop;
    this.request = request;
    this.account = account;
    this.start = start;
  }

  @Override
  public List<RunSummary> call() {
    List<RunSummary> summaries = new ArrayList<>();
    RunOptions options = request.options();
    RunCommand command = request.command(account);
    RunSummary summary = next(command, options, true);
    while (summary != null) {
      summaries.add(summary);
      options = behind(options);
      summary = goesOn(summary) ? next(command, options, !request.isBackfill()) : null;
    }
    return summaries;
  }

  /**
   * Behind a resumed run there may be another that was interrupted; then a sweep goes on with a run
   * for tonight's cutoff, while a backfill's dates are done. That the limit is used up by then is
   * for the next run to say, if it finds anything left to do.
   */
  private boolean goesOn(RunSummary summary) {
    boolean resumed = summary.run() != null && summary.run().resumed();
    boolean done =
        summary.ending().kind() == Ending.Kind.COMPLETE
            || summary.ending().kind() == Ending.Kind.SOME_FAILED;
    return resumed && done;
  }

  private RunOptions behind(RunOptions options) {
    RunContext last = current;
    return last == null ? options : options.afterSending(last.sent());
  }

  /** Null when nothing was interrupted and no new run is to be planned. */
  private @Nullable RunSummary next(RunCommand command, RunOptions options, boolean plans) {
    RunControl control = new RunControl(System::nanoTime);
    running = control;
    Duration grace = stopGrace;
    if (grace != null) {
      control.stop(grace);
    }
    Patience patience =
        new Patience(control, workshop.settings().unavailableAfter(), Ticker.SYSTEM);
    long begun = System.nanoTime();
    Optional<Run> run;
    try {
      run =
          patience.insist(
              () -> {
                Optional<Run> interrupted = workshop.runs().takeOver(command);
                return plans ? interrupted.or(() -> plan(command, options)) : interrupted;
              });
    } catch (DatabaseAwayException away) {
      Ending ending = control.ending().orElseThrow();
      return new RunSummary(account, ending, null, null, null, null, elapsed(begun));
    }
    if (run.isEmpty()) {
      return null;
    }
    RunContext context = new RunContext(run.get(), options, control, patience, workshop);
    current = context;
    execute(context);
    return summary(context, begun);
  }

  private Optional<Run> plan(RunCommand command, RunOptions options) {
    return Optional.of(workshop.runs().plan(command, options.age(), options.requestedBy()));
  }

  private void execute(RunContext context) {
    Thread timer = timeBudget(context);
    if (context.run().resumed()) {
      log.info(
          "Resuming run {} of account {}, which was interrupted.", context.run().runId(), account);
    }
    try {
      new RunExecution(batch, workshop).execute(context);
    } catch (Exception failure) {
      log.debug("The job could not be carried out.", failure);
      context.fault(failure);
    } finally {
      timer.interrupt();
      lastWord(context);
    }
  }

  /**
   * Where the closing step could not write the run's end: one try, and not of an ending that lets
   * the same command start anew, since the books may say otherwise. Without it the run is shown as
   * interrupted, and is resumed all the same.
   */
  private void lastWord(RunContext context) {
    if (context.endIsWritten()) {
      return;
    }
    try {
      Ending ending = context.ending();
      if (workshop.runs().finish(context.run().runId(), ending)) {
        context.ended(ending);
      }
    } catch (RuntimeException away) {
      log.debug("The run's end could not be written.", away);
    }
  }

  private Thread timeBudget(RunContext context) {
    Duration budget = request.options().timeBudget();
    return Thread.startVirtualThread(
        () -> {
          try {
            if (budget != null) {
              Thread.sleep(budget.minus(elapsed(start)));
              context.control().end(Ending.Kind.TIME_BUDGET, "the time budget is used up");
            }
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private RunSummary summary(RunContext context, long begun) {
    RunCounts.Counts counts = null;
    if (context.endIsWritten()) {
      try {
        counts = workshop.counts().of(context.run().runId());
      } catch (RuntimeException away) {
        log.debug("The audit could not be asked for the summary.", away);
      }
    }
    return new RunSummary(
        account,
        context.ending(),
        context.run(),
        context.plan(),
        counts,
        context.figures(),
        elapsed(begun));
  }

  void stop(Duration grace) {
    stopGrace = grace;
    RunControl control = running;
    if (control != null) {
      control.stop(grace);
    }
  }

  Optional<RunContext> current() {
    return Optional.ofNullable(current);
  }

  private static Duration elapsed(long since) {
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
