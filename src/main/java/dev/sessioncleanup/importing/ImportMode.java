package dev.sessioncleanup.importing;

import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.settings.InvalidSettingException;
import picocli.CommandLine.Option;

/** How to read the file, and what to do with it. */
final class ImportMode {
  private static final int DEFAULT_SHOW = 10;

  @Option(
      names = "--delimiter",
      paramLabel = "C",
      defaultValue = ",",
      description = "Of CSV: one character, or tab (default: a comma).")
  private String delimiter = ",";

  @Option(names = "--strict", description = "Writes nothing if a line is rejected.")
  boolean strict;

  @Option(names = "--dry-run", description = "Reports what would be written; writes nothing.")
  boolean dryRun;

  @Option(
      names = "--compare",
      description =
          "Changes nothing, and reports how the file differs from what is tracked: sessions that one"
              + " of them lacks, other statuses, sessions that were removed and are still in the file.")
  boolean compare;

  @Option(
      names = "--show",
      paramLabel = "N",
      description = "With --compare: sessions of each kind to name (default: ${DEFAULT-VALUE}).")
  int show = DEFAULT_SHOW;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Format of the report (default: text).")
  private OutputForm output = OutputForm.TEXT;

  /**
   * @throws InvalidSettingException when options do not go together
   */
  void check() {
    if (compare && (strict || dryRun)) {
      throw new InvalidSettingException(
          "--compare changes nothing. Leave out --strict and --dry-run.");
    }
    if (show < 0) {
      throw new InvalidSettingException("--show must be at least 0, not " + show + ".");
    }
  }

  char delimiter() {
    if (delimiter.equals("tab") || delimiter.equals("\\t")) {
      return '\t';
    }
    if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
      throw new InvalidSettingException(
          "--delimiter must be one character, like ';', or tab, and no quotation mark.");
    }
    return delimiter.charAt(0);
  }

  boolean json() {
    return output == OutputForm.JSON;
  }
}
