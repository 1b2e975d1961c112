package dev.sessioncleanup.explain;

import dev.sessioncleanup.settings.InvalidSettingException;
import picocli.CommandLine.Option;

/** The options for what a dry run shows. */
public final class DryRunOptions {
  @Option(
      names = "--list",
      description =
          "With --dry-run: lists each session that would be deleted, oldest first, and each that is left alone.")
  private boolean list;

  /** What the options ask for. */
  public DryRun.Output output(Appendable out, boolean json) {
    return json ? new DryRunJson(out, list) : new DryRunText(out, list);
  }

  /**
   * @throws InvalidSettingException when one of them is given for a run that is not dry
   */
  public void check(boolean dryRun) {
    if (list && !dryRun) {
      throw new InvalidSettingException(
          "--list shows what a dry run finds. Add --dry-run. Nothing was sent.");
    }
  }
}
