package dev.sessioncleanup.cli;

import dev.sessioncleanup.console.ColorMode;
import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.ending.EndingReport;
import dev.sessioncleanup.report.Reports;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What all commands share: the settings given on the command line. */
@Command(
    name = "session-cleanup",
    description = "Deletes stale IDLE PAVE sessions and keeps an audit that is complete and true.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Settings are given as --name=value, as environment variables or in",
      "application.yml, such as",
      "  --spring.datasource.url=jdbc:postgresql://db/tracking",
      "  --pave.accounts.default.username=...",
      "",
      "Exit codes:",
      "  0 done; 3 partial (limit, time budget, stopped, cancelled);",
      "  7 some sessions failed; 4 stopped by a guard or the breaker;",
      "  1 internal error, 5 PAVE or the database unavailable: run it again;",
      "  6 PAVE refused the credentials; 2 wrong usage or settings."
    })
final class MainCommand implements Callable<Integer> {
  /** Told what came of the command. */
  final EndingReport ending = EndingReport.ofThisProcess();

  private final List<String> settings;

  /** Program has read it already: help is coloured before options are parsed. */
  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "auto|always|never",
      description = "Colours (default: auto, on a terminal; NO_COLOR switches them off).")
  ColorMode color = ColorMode.AUTO;

  @Spec private CommandSpec spec = CommandSpec.create();

  MainCommand(List<String> settings) {
    this.settings = List.copyOf(settings);
  }

  List<String> settings() {
    return settings;
  }

  /** Opens the database for a command that only shows reports; returns its exit code. */
  int read(CommandSpec command, BiConsumer<Reports, FailFastOutput> reading) throws Exception {
    return new ProgramDatabase(settings).read(command, reading);
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command. Choose one of " + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}
