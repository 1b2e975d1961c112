package dev.sessioncleanup;

import dev.sessioncleanup.cli.Program;
import dev.sessioncleanup.console.StandardOutput;
import dev.sessioncleanup.pave.HttpClientRetries;

/** Starts the program. */
public final class SessionCleanup {
  private SessionCleanup() {}

  public static void main(String[] args) {
    HttpClientRetries.disable();
    StandardOutput output = StandardOutput.install();
    System.exit(output.exitCode(Program.run(args)));
  }
}
