package dev.sessioncleanup.job;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobExecution;

/**
 * Executions that a process left as running when it was killed after its run had got its final
 * state. Nothing waits for them, but Spring Batch's books would show them as running for ever.
 */
final class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

  private final Sweeper.Batch batch;
  private final Workshop workshop;

  Leftovers(Sweeper.Batch batch, Workshop workshop) {
    this.batch = batch;
    this.workshop = workshop;
  }

  /**
   * Tidies up. Where that fails (the database does not answer, another process tidies up at the
   * same moment) the next command will: no run depends on it.
   */
  void recover() {
    try {
      batch.repository().findRunningJobExecutions(SweepJob.NAME).forEach(this::recover);
    } catch (RuntimeException failure) {
      log.debug("Left for the next command.", failure);
    }
  }

  private void recover(JobExecution execution) {
    Long runId = execution.getJobParameters().getLong("run");
    if (runId != null && workshop.runs().isOver(runId)) {
      batch.operator().recover(execution);
    }
  }
}
