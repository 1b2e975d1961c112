package dev.sessioncleanup.cli;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.sweep.RunOptions;
import dev.sessioncleanup.sweep.SweepRequest;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The nightly run. */
@Command(
    name = "sweep",
    description = "Deletes stale IDLE sessions of every configured account.",
    footer = {
      "",
      "Examples:",
      "  session-cleanup sweep --dry-run",
      "  session-cleanup sweep --account acme --limit 1000 --time-budget 2h",
      "  session-cleanup sweep --output json --quiet"
    },
    mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
  @ParentCommand private MainCommand main = new MainCommand(java.util.List.of());
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RunArguments arguments = new RunArguments();

  @Override
  public Integer call() throws Exception {
    try (Application application = Application.start(main.settings())) {
      CleanupProperties settings = application.get(CleanupProperties.class);
      if (!arguments.dryRun) {
        main.ending.begin(settings.pingUrl());
      }
      RunOptions options = arguments.options(settings, settings.olderThan());
      var runs = new Runner(application, spec.commandLine().getOut(), arguments, main);
      var request = new SweepRequest(runs.accounts(arguments.account), null, null, options);
      return runs.run(() -> request, (sweeper, same) -> OptionalInt.empty());
    }
  }
}
