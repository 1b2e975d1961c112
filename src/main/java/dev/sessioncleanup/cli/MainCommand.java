package dev.sessioncleanup.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program's commands. */
@Command(
    name = "session-cleanup",
    description = "Deletes stale IDLE PAVE sessions and keeps an audit that is complete and true.",
    subcommands = {
      SweepCommand.class,
      BackfillCommand.class,
      RunsCommand.class,
      ReportCommand.class,
      MigrateCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Settings are given as --name=value, as environment variables or in application.yml, such as",
      "  --spring.datasource.url=jdbc:postgresql://db/tracking --pave.accounts.default.username=...",
      "",
      "Exit codes: 0 done; 3 partial (limit, time budget, stopped, cancelled); 7 some sessions failed;",
      "  4 stopped by a guard or the breaker; 1 a fault, 5 PAVE or the database away: run it again;",
      "  6 PAVE refused the credentials; 2 wrong usage or settings."
    })
final class MainCommand implements Callable<Integer> {
  private final List<String> settings;

  @Spec private CommandSpec spec = CommandSpec.create();

  MainCommand(List<String> settings) {
    this.settings = List.copyOf(settings);
  }

  List<String> settings() {
    return settings;
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Say which command: sweep, backfill, runs, report or migrate.");
  }
}
