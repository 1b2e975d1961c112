package dev.sessioncleanup.command;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that shows what it will change, asks, and records who requested it. */
public final class ChangeOptions {
  @Mixin private RequestedBy requestedBy = new RequestedBy();

  @Option(names = "--dry-run", description = "Shows what it would do; changes nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Does not ask for confirmation.")
  private boolean yes;

  public String requestedBy() {
    return requestedBy.name();
  }

  /**
   * Whether to go on; says so when not.
   *
   * @param command named in the message
   * @param question what would be done, like "Reopen 3 sessions?"
   * @throws InvalidSettingException when there is no terminal to ask on
   */
  public boolean agreed(String command, String question, PrintWriter out) {
    if (dryRun) {
      out.println("Dry run: nothing was changed.");
      return false;
    }
    return yes || Confirmation.on(out).given(command, question);
  }
}
