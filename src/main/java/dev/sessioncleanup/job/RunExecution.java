package dev.sessioncleanup.job;

import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/**
 * Starts or restarts the job of a run. The run belongs to this process by now, so nobody else
 * starts it too.
 */
final class RunExecution {
  private final Sweeper.Batch batch;
  private final Workshop workshop;

  RunExecution(Sweeper.Batch batch, Workshop workshop) {
    this.batch = batch;
    this.workshop = workshop;
  }

  void execute(RunContext context) throws Exception {
    JobParameters parameters =
        new JobParametersBuilder().addLong("run", context.run().runId()).toJobParameters();
    if (context.run().resumed()) {
      recover(parameters);
    }
    batch.operator().start(new SweepJob(batch.repository(), context, workshop).build(), parameters);
  }

  /** A killed process left its execution as running, which Spring Batch would refuse to restart. */
  private void recover(JobParameters parameters) {
    JobExecution last = batch.repository().getLastJobExecution(SweepJob.NAME, parameters);
    if (last != null && (last.isRunning() || last.getStatus().isRunning())) {
      batch.operator().recover(last);
    }
  }
}
