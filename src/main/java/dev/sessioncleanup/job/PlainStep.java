package dev.sessioncleanup.job;

import java.util.function.Function;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepExecution;

/**
 * A step that does one thing, outside any transaction. Spring Batch's own for that binds one
 * database connection to the thread, and once that is lost every further question would be asked on
 * it.
 */
final class PlainStep extends AbstractStep {
  private final Function<StepExecution, ExitStatus> work;

  PlainStep(String name, JobRepository repository, Function<StepExecution, ExitStatus> work) {
    super(repository);
    this.work = work;
    setName(name);
    setAllowStartIfComplete(true);
  }

  @Override
  protected void doExecute(StepExecution execution) {
    execution.setExitStatus(work.apply(execution));
  }
}
