package dev.sessioncleanup.cli;

import dev.sessioncleanup.command.Confirmation;
import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.job.Sweeper;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.plan.PlanOverview;
import dev.sessioncleanup.plan.PlanOverviews;
import dev.sessioncleanup.plan.PlanText;
import dev.sessioncleanup.plan.SavedPlans;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.summary.SummaryJson;
import dev.sessioncleanup.sweep.SweepRequest;
import dev.sessioncleanup.text.VisibleText;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

/** Shows the plan of a backfill, then saves it, or asks whether to carry it out. */
final class BackfillPlan implements Runner.Listener {
  private final Application application;
  private final PrintWriter out;
  private final @Nullable PrintWriter json;
  private final RunArguments arguments;
  private final boolean saves;

  /** With --output json, standard output is for the document alone. */
  BackfillPlan(
      Application application, CommandLine command, RunArguments arguments, boolean saves) {
    this.application = application;
    this.json = arguments.output == OutputForm.JSON ? command.getOut() : null;
    this.out = json == null ? command.getOut() : command.getErr();
    this.arguments = arguments;
    this.saves = saves;
  }

  @Override
  public OptionalInt beforeRuns(Sweeper sweeper, SweepRequest request) throws SQLException {
    List<PlanOverview> overviews = show(sweeper, request);
    if (saves) {
      save(sweeper, request);
      return OptionalInt.of(0);
    }
    boolean guarded = overviews.stream().anyMatch(each -> each.objection() != null);
    OptionalInt ended = OptionalInt.of(guarded ? Ending.Kind.GUARD.exitCode() : 0);
    // A dry run of a saved plan ends here: beginning it would carry it out.
    if (arguments.dryRun && request.plan() != null) {
      dryRun(sweeper, request, overviews.getFirst().objection());
      return ended;
    }
    if (arguments.dryRun || arguments.yes) {
      return begin(request);
    }
    long count = overviews.stream().mapToLong(PlanOverview::toDelete).sum();
    if (count == 0) {
      return ended;
    }
    return confirmed(count) ? begin(request) : OptionalInt.of(0);
  }

  private void dryRun(Sweeper sweeper, SweepRequest request, @Nullable String objection)
      throws SQLException {
    new Results(application, json == null ? out : json, arguments)
        .dryRunOfPlan(request, selection(sweeper, request), objection);
  }

  private OptionalInt begin(SweepRequest request) {
    Long id = request.plan();
    if (id != null && !plans().begin(id, request.options().requestedBy())) {
      throw new InvalidSettingException("plan %d has ended meanwhile.".formatted(id));
    }
    return OptionalInt.empty();
  }

  private List<PlanOverview> show(Sweeper sweeper, SweepRequest request) {
    CleanupProperties.Guard guard = application.get(CleanupProperties.class).guard();
    var overviews = new PlanOverviews(application.get(JdbcClient.class), sweeper.planner(), guard);
    List<PlanOverview> shown =
        request.accounts().stream().map(account -> overviews.of(request, account)).toList();
    if (arguments.quiet && arguments.yes) {
      return shown;
    }
    shown.forEach(each -> print(PlanText.lines(each, request, guard)));
    if (request.plan() != null) {
      print(leftOut(sweeper, request, "not eligible now"));
    }
    out.flush();
    return shown;
  }

  private void save(Sweeper sweeper, SweepRequest request) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (String account : request.accounts()) {
      Selection selection = sweeper.planner().selection(request, account);
      Optional<SavedPlans.Saved> saved = plans().save(selection, request);
      if (saved.isEmpty()) {
        print(List.of("No plan of account %s was saved.".formatted(account)));
        continue;
      }
      SavedPlans.Saved plan = saved.get();
      documents.add(Map.of("plan", plan.runId(), "account", account, "sessions", plan.sessions()));
      print(PlanText.saved(plan.runId(), account, plan.sessions()));
    }
    out.flush();
    if (json != null) {
      json.println(SummaryJson.ofPlans(documents));
      json.flush();
    }
  }

  private boolean confirmed(long count) {
    return Confirmation.on(out)
        .given(
            "Delete %d sessions permanently? This cannot be undone. Type %d to confirm: "
                .formatted(count, count),
            String.valueOf(count),
            "backfill deletes sessions permanently and asks first, but there is no terminal. Nothing was sent. Add --yes, or look first with --dry-run.");
  }

  /** The sessions of the plan that its run did not delete. */
  @Override
  public List<String> afterRuns(Sweeper sweeper, SweepRequest request) {
    return request.plan() == null ? List.of() : leftOut(sweeper, request, "left out");
  }

  private List<String> leftOut(Sweeper sweeper, SweepRequest request, String title) {
    return PlanText.leftOut(plans().leftOut(selection(sweeper, request)), title);
  }

  private static Selection selection(Sweeper sweeper, SweepRequest request) {
    return sweeper.planner().selection(request, request.accounts().getFirst());
  }

  private SavedPlans plans() {
    return new SavedPlans(application.get(JdbcClient.class));
  }

  private void print(List<String> lines) {
    lines.forEach(line -> out.println(VisibleText.of(line)));
  }
}
