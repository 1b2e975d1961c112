package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.RunCounts;
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
    Ending ending = context.control().ending().orElseGet(this::allDone);
    context.control().end(ending.kind(), ending.reason());
    context.patience().insist(() -> workshop.runs().finish(context.run().runId(), ending));
    return Endings.isFinal(ending.kind()) ? ExitStatus.COMPLETED : ExitStatus.FAILED;
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
    if (context.setAside() > 0) {
      return new Ending(
          Ending.Kind.SOME_FAILED,
          "%d sessions were left alone: PAVE's word for them is not documented, or they are too young"
              .formatted(context.setAside()));
    }
    return new Ending(Ending.Kind.COMPLETE, null);
  }
}
