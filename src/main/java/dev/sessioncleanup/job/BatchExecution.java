package dev.sessioncleanup.job;

import dev.sessioncleanup.sweep.RunComponents;
import dev.sessioncleanup.sweep.RunInProgress;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Carries out a run as an execution of the Spring Batch job, started or restarted. The run already
 * belongs to this process, so no other process starts it too.
 */
final class BatchExecution implements Consumer<RunInProgress> {
  private static final Logger log = LoggerFactory.getLogger(BatchExecution.class);
  private static final String RUN = "run";
  private static final int MAX_TRIES = 20;

  private final JobOperator operator;
  private final JobRepository repository;
  private final @Nullable MeterRegistry meters;

  /**
   * @param meters for Spring Batch's own metrics, null for none
   */
  BatchExecution(JobOperator operator, JobRepository repository, @Nullable MeterRegistry meters) {
    this.operator = operator;
    this.repository = repository;
    this.meters = meters;
  }

  @Override
  public void accept(RunInProgress run) {
    JobParameters parameters =
        new JobParametersBuilder().addLong(RUN, run.run().runId()).toJobParameters();
    JobRepository retrying = RetryingJobRepository.around(repository, run.retry());
    run.retry()
        .call(
            () -> {
              makeRestartable(run, parameters);
              return start(run, parameters, retrying);
            });
  }

  private JobExecution start(RunInProgress run, JobParameters parameters, JobRepository retrying) {
    try {
      return operator.start(
          SweepJob.of(run, retrying, RunObservations.of(run.run(), meters)), parameters);
    } catch (JobExecutionException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** The process that had the run before may still be writing its job execution. */
  private void makeRestartable(RunInProgress run, JobParameters parameters) {
    for (int tries = 1; ; tries++) {
      try {
        makeRestartable(parameters);
        return;
      } catch (OptimisticLockingFailureException otherProcessStillWrites) {
        if (tries == MAX_TRIES) {
          throw otherProcessStillWrites;
        }
        run.retry().pause();
      }
    }
  }

  /**
   * The run decides whether there is work to do; Spring Batch only has to allow the start. An
   * execution that a dead process left as running, or that is UNKNOWN because the database was
   * unavailable, is marked as failed. An instance without any execution cannot be started, so it is
   * deleted.
   */
  private void makeRestartable(JobParameters parameters) {
    JobInstance instance = repository.getJobInstance(SweepJob.NAME, parameters);
    if (instance == null) {
      return;
    }
    JobExecution last = repository.getLastJobExecution(instance);
    if (last == null) {
      repository.deleteJobInstance(instance);
      return;
    }
    for (StepExecution step : last.getStepExecutions()) {
      if (step.getStatus() != BatchStatus.COMPLETED && step.getStatus() != BatchStatus.FAILED) {
        step.setStatus(BatchStatus.FAILED);
        step.setEndTime(now());
        repository.update(step);
      }
    }
    if (last.getStatus() != BatchStatus.FAILED) {
      last.setStatus(BatchStatus.FAILED);
      last.setEndTime(now());
      repository.update(last);
    }
  }

  /**
   * Ends executions that a process left as running when it was killed after its run had its final
   * state. Otherwise Spring Batch would always show them as running. If this fails (the database
   * does not answer, another process does the same), the next command does it: no run depends on
   * it.
   */
  void recoverAbandoned(RunComponents components) {
    try {
      for (JobExecution execution : repository.findRunningJobExecutions(SweepJob.NAME)) {
        Long runId = execution.getJobParameters().getLong(RUN);
        if (runId != null && components.runs().isOver(runId)) {
          operator.recover(execution);
        }
      }
    } catch (RuntimeException failure) {
      log.debug(
          "Abandoned job executions could not be recovered. The next command tries again.",
          failure);
    }
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.systemDefault());
  }
}
