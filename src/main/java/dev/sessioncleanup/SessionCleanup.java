package dev.sessioncleanup;

import dev.sessioncleanup.cli.Program;
import dev.sessioncleanup.console.StandardOutput;
import dev.sessioncleanup.pave.HttpClientRetries;

/** Starts the program. */
public final class SessionCleanup {
  private SessionCleanup() {}

  public static void main(String[] args) {
    HttpClientRetries.disable();
    // Spring Boot would load JSON and conversion classes in the background, which most commands do
    // not need.
    System.setProperty("spring.backgroundpreinitializer.ignore", "true");
    StandardOutput output = StandardOutput.install();
    System.exit(Program.run(output::exitCode, args));
  }
}
