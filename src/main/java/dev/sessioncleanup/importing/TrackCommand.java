package dev.sessioncleanup.importing;

import dev.sessioncleanup.command.CommandDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Work on the tracking table. */
@Command(
    name = "track",
    description = "Loads sessions into the tracking table.",
    footer = {"", "Example:", "  session-cleanup track import sessions.csv"},
    mixinStandardHelpOptions = true)
public final class TrackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private TrackCommand() {}

  /** The command with its subcommand. */
  public static CommandLine commandLine(CommandDatabase database) {
    return new CommandLine(new TrackCommand()).addSubcommand(new ImportCommand(database));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command. Choose import.");
  }
}
