package dev.sessioncleanup.summary;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.RunStats;
import dev.sessioncleanup.sweep.Plan;
import dev.sessioncleanup.sweep.RunFigures;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.text.JsonText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document with the exit code and the summaries of all runs. What is not known (no run was
 * planned, the database does not answer) is null.
 */
public final class SummaryJson {
  private SummaryJson() {}

  /**
   * The document, on one line.
   *
   * @param unconfigured stale sessions of accounts that are not configured, by account
   */
  public static String of(
      int exitCode, List<RunSummary> summaries, Map<String, Long> unconfigured) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("exit_code", exitCode);
    document.put("runs", summaries.stream().map(SummaryJson::run).toList());
    document.put("not_configured", unconfigured);
    return JsonText.MAPPER.writeValueAsString(document);
  }

  /**
   * A document about plans that were saved, on one line.
   *
   * @param plans the fields of each
   */
  public static String ofPlans(List<Map<String, Object>> plans) {
    return JsonText.MAPPER.writeValueAsString(Map.of("plans", plans));
  }

  private static Map<String, @Nullable Object> run(RunSummary summary) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Run run = summary.run();
    fields.put("run", run == null ? null : run.runId());
    fields.put("account", summary.account());
    fields.put("kind", run == null ? null : run.command().kind());
    fields.put("dry_run", run == null ? null : run.command().dryRun());
    fields.put("resumed", run == null ? null : run.resumed());
    fields.put("state", summary.ending().kind().state().sql());
    fields.put("reason", summary.ending().reason());
    fields.put("exit_code", summary.ending().kind().exitCode());
    fields.put("elapsed_seconds", summary.elapsed().toMillis() / 1000.0);
    fields.put("created_before", run == null ? null : run.createdBefore().toString());
    plan(summary.plan(), summary.figures(), fields);
    outcomes(summary.counts(), fields);
    fields.put("not_reached", summary.notReached());
    calls(summary.figures(), fields);
    fields.put("seal", summary.seal());
    fields.put("warnings", summary.warnings());
    return fields;
  }

  private static void plan(
      @Nullable Plan plan, @Nullable RunFigures figures, Map<String, @Nullable Object> fields) {
    Long planned = plan == null ? null : plan.count();
    fields.put("planned", figures == null ? planned : (Long) figures.planned());
    fields.put("oldest", plan == null ? null : text(plan.eligible().oldest()));
    fields.put("newest", plan == null ? null : text(plan.eligible().newest()));
    fields.put("left_alone_not_idle", plan == null ? null : plan.leftAlone().notIdle());
    fields.put("left_alone_on_hold", plan == null ? null : plan.leftAlone().onHold());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static void outcomes(@Nullable RunCounts counts, Map<String, @Nullable Object> fields) {
    for (Outcome outcome : Outcome.values()) {
      fields.put(outcome.sql(), counts == null ? null : counts.of(outcome));
    }
    fields.put("inferred", counts == null ? null : counts.inferred());
    fields.put("open", counts == null ? null : counts.open());
  }

  private static void calls(@Nullable RunFigures figures, Map<String, @Nullable Object> fields) {
    RunStats.Snapshot calls = figures == null ? null : figures.calls();
    fields.put("taken_over", figures == null ? Map.of() : figures.takenOver());
    fields.put("deletes", calls == null ? 0 : calls.deletes().sent());
    fields.put("requests", calls == null ? 0 : calls.requests());
    fields.put("requests_per_second", calls == null ? 0 : Math.rint(calls.rate() * 100) / 100);
    fields.put("throttled", calls == null ? 0 : calls.throttled());
    fields.put("throttle_reason", calls == null ? null : calls.throttleReason());
    fields.put("slowed", calls == null ? null : calls.bottleneck());
  }
}
