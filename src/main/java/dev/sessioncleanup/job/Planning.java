package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Backlog;
import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Run;
import dev.sessioncleanup.audit.RunCounts;
import dev.sessioncleanup.audit.Selection;
import java.util.List;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.step.StepExecution;

/** Counts what the run is about to do under its frozen cutoff, and asks the guards. */
final class Planning {
  /** The plan is carried out. */
  static final ExitStatus GO = new ExitStatus("GO");

  /** Nothing is to be sent: a dry run, or a guard objects. */
  static final ExitStatus NOTHING_TO_SEND = new ExitStatus("NOTHING TO SEND");

  private final RunContext context;
  private final Workshop workshop;

  Planning(RunContext context, Workshop workshop) {
    this.context = context;
    this.workshop = workshop;
  }

  ExitStatus plan(StepExecution step) {
    context.patience().insist(() -> count(step));
    boolean go = !context.control().ended() && !context.run().command().dryRun();
    return go ? GO : NOTHING_TO_SEND;
  }

  private Plan count(StepExecution step) {
    Run run = context.run();
    Selection selection = workshop.selection(run);
    Backlog backlog = workshop.backlog();
    RunCounts.Counts before = workshop.counts().of(run.runId());
    Backlog.Eligible eligible = backlog.eligible(selection, List.of());
    Backlog.Around around = backlog.around(selection);
    long orphans = backlog.orphans(selection);
    long all = eligible.count() + orphans;
    Long limit = context.options().limit();
    long sent = context.options().limitUsed() + before.sent();
    long count = limit == null ? all : Math.min(all, Math.max(0, limit - sent));
    Plan plan = new Plan(count, orphans, eligible, around);
    context.planned(plan);
    long jobInstance = step.getJobExecution().getJobInstance().getInstanceId();
    if (!workshop.runs().start(run.runId(), before.claimed() + count, jobInstance)) {
      context.control().end(Ending.Kind.CANCELLED, "the run was ended by somebody else");
    }
    workshop
        .guard(context.options())
        .objection(before.claimed() + count, around.idle() + before.claimed() - before.open())
        .ifPresent(objection -> context.control().end(Ending.Kind.GUARD, objection));
    return plan;
  }
}
