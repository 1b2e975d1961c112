package dev.sessioncleanup.sweep;

import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Guard;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.settings.Requester;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts what a run will do, and checks the guards. */
public final class RunPlanner {
  private static final long NO_RUN = 0;

  private final RunComponents components;

  public RunPlanner(RunComponents components) {
    this.components = components;
  }

  /** The plan of a run that is not created yet; writes nothing. */
  public Plan preview(SweepRequest request, String account) {
    return plan(selection(request, account), request.options().limit());
  }

  /** The sessions that the command selects in this account now. */
  public Selection selection(SweepRequest request, String account) {
    var floor = components.settings().guard().minAge();
    Long saved = request.plan();
    if (saved != null) {
      return components.runs().find(saved).orElseThrow().selection(floor);
    }
    RunOptions options = request.options();
    Instant stale = components.runs().cutoff(options.age());
    Instant to = request.createdTo();
    Instant before = to != null && to.isBefore(stale) ? to : stale;
    return new Selection(NO_RUN, account, request.createdFrom(), before, floor);
  }

  /**
   * Plans a run with its frozen cutoff and marks it as running; ends it when a guard objects. Safe
   * to repeat.
   */
  Plan plan(Run run, RunOptions options, RunControl control, long jobInstance) {
    RunCounts before = components.runs().counts(run.runId());
    Long limit = options.limit();
    // The run's open claims without a DELETE count already, and use up the limit when they are
    // sent.
    long unsent = Math.min(before.open(), before.claimed() - before.sent());
    Long left = limit == null ? null : limit - options.limitUsed() - before.sent() - unsent;
    Plan plan = plan(run.selection(components.settings().guard().minAge()), left);
    long planned = before.claimed() + plan.count();
    if (!components.runs().start(run.runId(), before.claimed() + plan.own(), jobInstance)) {
      control.end(Ending.Kind.CANCELLED, "the run was ended by another command");
    }
    components.runs().begun(run.runId(), begun(options));
    new Guard(components.settings().guard(), options.maxShare())
        .objection(planned, plan.leftAlone().idle() + before.claimed() - before.open())
        .ifPresent(objection -> control.end(Ending.Kind.GUARD, objection));
    return plan;
  }

  private Runs.Begun begun(RunOptions options) {
    String by = options.requestedBy();
    return new Runs.Begun(
        Requester.hostName(),
        by == null ? Requester.byDefault() : by,
        OptionsInForce.of(options, components.settings()));
  }

  /**
   * @param limit number of sessions that may still be sent, null for all
   */
  private Plan plan(Selection selection, @Nullable Long limit) {
    Backlog backlog = components.backlog();
    Backlog.Eligible eligible = backlog.eligible(selection);
    long orphans = backlog.orphans(selection);
    long all = eligible.count() + orphans;
    long count = limit == null ? all : Math.min(all, Math.max(0, limit));
    return new Plan(count, orphans, eligible, backlog.leftAlone(selection));
  }
}
