package dev.sessioncleanup;

import dev.sessioncleanup.cli.Program;
import dev.sessioncleanup.pave.SilentRetries;

/** Starts the program. */
public final class SessionCleanup {
  private SessionCleanup() {}

  public static void main(String[] args) {
    SilentRetries.forbid();
    System.exit(Program.run(args));
  }
}
