package dev.sessioncleanup.job;

import dev.sessioncleanup.sweep.RunInProgress;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.JobExecutionListener;

/**
 * Plans the run before the step and closes it afterwards. These are not separate steps: a step that
 * failed before a closing step would be ABANDONED and never restarted.
 */
final class RunListener implements JobExecutionListener {
  private final RunInProgress run;

  RunListener(RunInProgress run) {
    this.run = run;
  }

  @Override
  public void beforeJob(JobExecution execution) {
    run.begin(execution.getJobInstance().getInstanceId());
  }

  /** The ending of the run decides the status: a run that will be resumed must be restartable. */
  @Override
  public void afterJob(JobExecution execution) {
    execution.getAllFailureExceptions().forEach(run::fault);
    boolean done = run.end().kind().isFinal();
    execution.setStatus(done ? BatchStatus.COMPLETED : BatchStatus.FAILED);
    execution.setExitStatus(done ? ExitStatus.COMPLETED : ExitStatus.FAILED);
  }
}
