package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Ending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/** Opens the pipe for the chunk step, and ends it with whatever is under way recorded. */
final class PipeLife implements StepExecutionListener {
  private static final Logger log = LoggerFactory.getLogger(PipeLife.class);

  private final RunContext context;

  PipeLife(RunContext context) {
    this.context = context;
  }

  @Override
  public void beforeStep(StepExecution step) {
    context.open();
  }

  /** Never fails the step: how the run ended is known and written by the closing step. */
  @Override
  public ExitStatus afterStep(StepExecution step) {
    for (Throwable failure : step.getFailureExceptions()) {
      log.debug("The chunk step failed.", failure);
      context.fault(failure);
    }
    try {
      context.close();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      context.fault(stop);
    }
    boolean ok = context.control().ending().map(Ending::kind).map(Endings::isFinal).orElse(true);
    return ok ? ExitStatus.COMPLETED : ExitStatus.FAILED;
  }
}
