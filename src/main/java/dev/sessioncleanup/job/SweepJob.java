package dev.sessioncleanup.job;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/**
 * The job of one run: plan, delete, close. The steps run without a transaction around them: every
 * row is written by a short transaction of the ledger.
 */
final class SweepJob {
  static final String NAME = "sweep";

  private final JobRepository repository;
  private final RunContext context;
  private final Workshop workshop;

  SweepJob(JobRepository repository, RunContext context, Workshop workshop) {
    this.repository = PatientRepository.around(repository, context.patience());
    this.context = context;
    this.workshop = workshop;
  }

  Job build() {
    Step plan = plan();
    Step delete = delete();
    Step close = close();
    return new JobBuilder(NAME, repository)
        .start(plan)
        .on(Planning.GO.getExitCode())
        .to(delete)
        .from(plan)
        .on("*")
        .to(close)
        .from(delete)
        .on("*")
        .to(close)
        .from(close)
        .on("COMPLETED")
        .end()
        .from(close)
        .on("*")
        .fail()
        .end()
        .build();
  }

  private Step plan() {
    return new PlainStep("plan", repository, new Planning(context, workshop)::plan);
  }

  private Step delete() {
    var floor = workshop.settings().guard().minAge();
    return new StepBuilder("delete", repository)
        .<Claims, Claims>chunk(1)
        .transactionManager(noTransaction())
        .reader(new ClaimingReader(context))
        .processor(new FilteringProcessor(context, workshop.tracked(), floor))
        .writer(new DeletingWriter(context))
        .listener(new PipeLife(context))
        .allowStartIfComplete(true)
        .build();
  }

  private Step close() {
    return new PlainStep("close", repository, step -> new Closing(context, workshop).close());
  }

  /**
   * Without synchronization either: it would bind one connection to the step's thread, and once
   * that is lost every further question would be asked on it.
   */
  private static PlatformTransactionManager noTransaction() {
    var none = new ResourcelessTransactionManager();
    none.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
    return none;
  }
}
