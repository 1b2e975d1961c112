package dev.sessioncleanup.job;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;

/**
 * The job of one run: plan, delete, close. The chunk step runs without a transaction around it (the
 * builder's default is the resourceless manager): every row is written by a short transaction of
 * the ledger.
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
        .on(PlanningTasklet.GO.getExitCode())
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
    return new StepBuilder("plan", repository)
        .tasklet(new PlanningTasklet(context, workshop))
        .allowStartIfComplete(true)
        .build();
  }

  private Step delete() {
    var floor = workshop.settings().guard().minAge();
    return new StepBuilder("delete", repository)
        .<Claims, Claims>chunk(1)
        .reader(new ClaimingReader(context))
        .processor(new FilteringProcessor(context, workshop.tracked(), floor))
        .writer(new DeletingWriter(context))
        .listener(new PipeLife(context))
        .allowStartIfComplete(true)
        .build();
  }

  private Step close() {
    return new StepBuilder("close", repository)
        .tasklet(new ClosingTasklet(context, workshop))
        .allowStartIfComplete(true)
        .build();
  }
}
