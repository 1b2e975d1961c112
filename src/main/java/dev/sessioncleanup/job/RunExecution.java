package dev.sessioncleanup.job;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Starts or restarts the job of a run. The run belongs to this process by now, so nobody else
 * starts it too.
 */
final class RunExecution {
  /** The process that had the run before may still be writing in the books. */
  private static final int MOST_TRIES = 5;

  private final Sweeper.Batch batch;
  private final Workshop workshop;

  RunExecution(Sweeper.Batch batch, Workshop workshop) {
    this.batch = batch;
    this.workshop = workshop;
  }

  void execute(RunContext context) {
    JobParameters parameters =
        new JobParametersBuilder().addLong("run", context.run().runId()).toJobParameters();
    context
        .patience()
        .insist(
            () -> {
              mend(parameters);
              return start(context, parameters);
            });
  }

  private JobExecution start(RunContext context, JobParameters parameters) {
    var job = new SweepJob(batch.repository(), context, workshop).build();
    try {
      return batch.operator().start(job, parameters);
    } catch (JobExecutionException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /**
   * Makes restartable what a killed process left, or this one when the database went away: the run
   * says whether there is something to do, Spring Batch's books only have to permit it. A step that
   * failed before the closing step ran stands there as abandoned, and would be left out for good.
   */
  private void mend(JobParameters parameters) {
    for (int tries = 1; ; tries++) {
      try {
        mendOnce(parameters);
        return;
      } catch (OptimisticLockingFailureException lastWordOfTheFormer) {
        if (tries == MOST_TRIES) {
          throw lastWordOfTheFormer;
        }
      }
    }
  }

  private void mendOnce(JobParameters parameters) {
    JobRepository books = batch.repository();
    JobInstance instance = books.getJobInstance(SweepJob.NAME, parameters);
    if (instance == null) {
      return;
    }
    JobExecution last = books.getLastJobExecution(instance);
    if (last == null) {
      books.deleteJobInstance(instance); // nothing starts an instance that never had an execution
    } else {
      markFailed(last);
    }
  }

  private void markFailed(JobExecution execution) {
    for (StepExecution step : execution.getStepExecutions()) {
      if (step.getStatus() != BatchStatus.COMPLETED) {
        step.setStatus(BatchStatus.FAILED);
        step.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
        batch.repository().update(step);
      }
    }
    if (execution.getStatus() != BatchStatus.FAILED) {
      execution.setStatus(BatchStatus.FAILED);
      execution.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
      batch.repository().update(execution);
    }
  }
}
