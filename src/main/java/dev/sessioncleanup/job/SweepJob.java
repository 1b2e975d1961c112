package dev.sessioncleanup.job;

import dev.sessioncleanup.sweep.ClaimBatch;
import dev.sessioncleanup.sweep.RunInProgress;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/** The job of one run: one chunk-oriented step, planned and closed by a listener. */
final class SweepJob {
  static final String NAME = "sweep";

  private SweepJob() {}

  static Job of(RunInProgress run, JobRepository repository, ObservationRegistry observations) {
    return new JobBuilder(NAME, repository)
        .observationRegistry(observations)
        .listener(new RunListener(run))
        .start(delete(run, repository, observations))
        .build();
  }

  /**
   * The chunk size is 1 because an item is already a batch: at a low rate a chunk of single claims
   * would wait until it is full. No transaction is open around a chunk: every row is written by a
   * short transaction of the ledger, so there is nothing to roll back when a connection is lost.
   */
  private static Step delete(
      RunInProgress run, JobRepository repository, ObservationRegistry observations) {
    return new StepBuilder("delete", repository)
        .observationRegistry(observations)
        .<ClaimBatch, ClaimBatch>chunk(1)
        .transactionManager(noTransaction())
        .reader(new ClaimReader(run))
        .processor(new StaleSessionFilter(run))
        .writer(new DeletionWriter(run))
        .allowStartIfComplete(true)
        .build();
  }

  /**
   * Transaction synchronization is off too: it would bind one connection to the step's thread, and
   * after that connection is lost every statement would still use it.
   */
  private static PlatformTransactionManager noTransaction() {
    var none = new ResourcelessTransactionManager();
    none.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
    return none;
  }
}
