package dev.sessioncleanup.cli;

import dev.sessioncleanup.plan.SavedPlan;
import dev.sessioncleanup.plan.SavedPlans;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.sweep.RunOptions;
import dev.sessioncleanup.sweep.SweepRequest;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** An on-demand run over a range of dates. */
@Command(
    name = "backfill",
    description =
        "Deletes IDLE sessions created in [from, to) that are older than the minimum age.",
    footer = {
      "",
      "Examples:",
      "  session-cleanup backfill --from 2026-10-01 --to 2026-11-01",
      "  session-cleanup backfill --from 2026-10-01 --to 2026-11-01 --save-plan",
      "  session-cleanup backfill --plan 40 --different-approver"
    },
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
  @ParentCommand private MainCommand main = new MainCommand(List.of());
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "First day or instant, like 2026-11-01 (midnight UTC).")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "Day or instant before which sessions were created.")
  private @Nullable Instant to;

  @Option(names = "--save-plan", description = "Saves the plan for later; deletes nothing.")
  private boolean savePlan;

  @Option(
      names = "--plan",
      paramLabel = "ID",
      description =
          "Carries out a saved plan: deletes those of its sessions that are still eligible.")
  private @Nullable Long plan;

  @Option(
      names = "--different-approver",
      description = "Refuses a plan that the same person saved (see cleanup.guard.second-person).")
  private boolean differentApprover;

  @Mixin private RunArguments arguments = new RunArguments();

  @Override
  public Integer call() throws Exception {
    checkCombination();
    try (Application application = Application.start(main.settings())) {
      CleanupProperties settings = application.get(CleanupProperties.class);
      RunOptions options = arguments.options(settings, settings.guard().minAge());
      if (arguments.yes && !arguments.dryRun && !savePlan) { // with a question, when it is answered
        main.ending.begin(settings.pingUrl());
      }
      PrintWriter out = spec.commandLine().getOut();
      var runs = new Runner(application, out, arguments, main);
      var listener = new BackfillPlan(application, spec.commandLine(), arguments, savePlan);
      Long saved = plan;
      if (saved != null) {
        return runs.run(() -> request(saved, application, runs, options), listener);
      }
      if (settings.guard().secondPerson() && !savePlan && !arguments.dryRun) {
        throw new InvalidSettingException(
            "cleanup.guard.second-person is on: save the plan with --save-plan, and let somebody else carry it out with --plan ID.");
      }
      var request = new SweepRequest(runs.accounts(arguments.account), from, to, options);
      return runs.run(() -> request, listener);
    }
  }

  private void checkCombination() {
    if (plan != null) {
      refuse(savePlan, "--plan cannot be combined with --save-plan.");
      refuse(
          from != null || to != null || arguments.olderThan != null || arguments.limit != null,
          "--plan carries out a plan as it was saved. Leave out --from, --to, --older-than and --limit.");
      return;
    }
    refuse(
        savePlan && arguments.report != null,
        "--report is the page of what runs did, and --save-plan runs nothing. Leave one of the two out.");
    refuse(differentApprover, "--different-approver belongs to --plan ID.");
    refuse(savePlan && arguments.dryRun, "--save-plan cannot be combined with --dry-run.");
    if (from == null || to == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing options: give --from and --to, or --plan ID.");
    }
    refuse(
        !from.isBefore(to),
        "--from %s is not before --to %s; the range is [from, to).".formatted(from, to));
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new InvalidSettingException(message);
    }
  }

  private SweepRequest request(long id, Application application, Runner runs, RunOptions options) {
    CleanupProperties settings = application.get(CleanupProperties.class);
    SavedPlan saved = new SavedPlans(application.get(JdbcClient.class)).find(id);
    saved.refusal(arguments.account, settings.planValidFor()).ifPresent(why -> refuse(true, why));
    refuse(
        (differentApprover || settings.guard().secondPerson())
            && saved.isSavedBy(options.requestedBy()),
        "plan %d was saved by %s, and %s wants somebody else to carry it out."
            .formatted(
                id,
                saved.savedBy(),
                differentApprover ? "--different-approver" : "cleanup.guard.second-person"));
    return new SweepRequest(runs.accounts(saved.account()), null, null, options, id);
  }
}
