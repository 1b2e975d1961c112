package dev.sessioncleanup.command;

import dev.sessioncleanup.settings.Requester;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of a command that records who requested it. */
public final class RequestedBy {
  @Option(
      names = "--requested-by",
      paramLabel = "NAME",
      description = "Who requested it; recorded (default: the system's user, else the host name).")
  private @Nullable String given;

  /** The name that was given, or the default. */
  public String name() {
    return given == null || given.isBlank() ? Requester.byDefault() : given.strip();
  }
}
