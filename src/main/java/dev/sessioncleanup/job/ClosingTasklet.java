package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.RunCounts;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Writes the run's state as the audit and the way it ended demand. */
final class ClosingTasklet implements Tasklet {
  private final RunContext context;
  private final Workshop workshop;

  ClosingTasklet(RunContext context, Workshop workshop) {
    this.context = context;
    this.workshop = workshop;
  }

  @Override
  public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
    Ending ending = context.control().ending().orElseGet(this::allDone);
    context.control().end(ending.kind(), ending.reason());
    context.patience().insist(() -> workshop.runs().finish(context.run().runId(), ending));
    if (!Endings.isFinal(ending.kind())) {
      contribution.setExitStatus(ExitStatus.FAILED);
    }
    return RepeatStatus.FINISHED;
  }

  private Ending allDone() {
    RunCounts.Counts counts =
        context.patience().insist(() -> workshop.counts().of(context.run().runId()));
    long failed = counts.of(Outcome.FAILED);
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
