package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Run;
import dev.sessioncleanup.audit.RunCounts;
import dev.sessioncleanup.audit.RunState;
import org.springframework.batch.core.ExitStatus;

/** Writes the run's state as the audit and the way it ended demand. */
final class Closing {
  private final RunContext context;
  private final Workshop workshop;

  Closing(RunContext context, Workshop workshop) {
    this.context = context;
    this.workshop = workshop;
  }

  ExitStatus close() {
    Ending planned = context.control().ending().orElseGet(this::allDone);
    context.control().end(planned.kind(), planned.reason());
    Ending ending = write(context.control().ending().orElse(planned));
    return Endings.isFinal(ending.kind()) ? ExitStatus.COMPLETED : ExitStatus.FAILED;
  }

  private Ending write(Ending ending) {
    long runId = context.run().runId();
    boolean written = context.patience().insist(() -> workshop.runs().finish(runId, ending));
    Ending stands = written ? ending : context.patience().insist(() -> whatStands(ending));
    context.ended(stands);
    return stands;
  }

  /** Ours after all, when only the reply to its commit was lost; or somebody else's word. */
  private Ending whatStands(Ending ours) {
    Run run = workshop.runs().find(context.run().runId()).orElse(context.run());
    if (run.state() == ours.kind().state()) {
      return ours;
    }
    return run.state() == RunState.CANCELLED
        ? new Ending(Ending.Kind.CANCELLED, run.reason())
        : new Ending(
            Ending.Kind.UNAVAILABLE,
            "another process took over this run while this one was cut off");
  }

  private Ending allDone() {
    if (!context.run().command().dryRun() && !context.exhausted()) {
      return new Ending(
          Ending.Kind.FAULT, "the work stopped before its end; the same command resumes it");
    }
    RunCounts.Counts counts =
        context.patience().insist(() -> workshop.counts().of(context.run().runId()));
    long failed = Math.max(counts.of(Outcome.FAILED), context.failedHere());
    if (failed > 0) {
      return new Ending(
          Ending.Kind.SOME_FAILED, "%d sessions failed; see the report failures".formatted(failed));
    }
    if (counts.open() > 0) {
      return new Ending(
          Ending.Kind.SOME_FAILED,
          "%d claims stay open: their sessions are younger than the minimum age by now"
              .formatted(counts.open()));
    }
    if (context.setAside() > 0) {
      return new Ending(
          Ending.Kind.SOME_FAILED,
          "%d sessions were left alone: PAVE's word for them is not documented, or they are too young"
              .formatted(context.setAside()));
    }
    return new Ending(Ending.Kind.COMPLETE, null);
  }
}
