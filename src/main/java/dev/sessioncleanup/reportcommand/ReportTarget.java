package dev.sessioncleanup.reportcommand;

import dev.sessioncleanup.command.OutputFile;
import dev.sessioncleanup.console.TerminalWidth;
import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.format.ReportRows;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a report goes, and in which format. */
final class ReportTarget {
  @Option(
      names = "--format",
      paramLabel = "table|record|csv|json|jsonl",
      description = "Output format (default: table, or what --output ends in).")
  private @Nullable ReportFormat format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Writes the file as a whole or not at all. The end of its name (csv, json, jsonl or txt) chooses the format.")
  private @Nullable Path output;

  @Option(
      names = "--wide",
      description =
          "Shows all of a table. Without it, a table fits the terminal; in a pipe or a file nothing is ever cut.")
  private boolean wide;

  /** The file, ready to be written; null for standard output. */
  @Nullable OutputFile file() {
    if (output == null || isStandardOutput()) {
      return null;
    }
    if (!Files.isDirectory(output)) { // which says more
      format();
    }
    return OutputFile.at("--output", output);
  }

  /** Writes rows to standard output. */
  ReportRows rows(Appendable standardOutput) {
    return format()
        .rows(standardOutput, wide ? Integer.MAX_VALUE : TerminalWidth.ofStandardOutput());
  }

  /** Writes rows to the file; returns their number. */
  long write(OutputFile file, ToLongFunction<ReportRows> writing) {
    return file.write(
        path -> {
          try (BufferedWriter writer = Files.newBufferedWriter(path)) {
            return writing.applyAsLong(format().rows(writer));
          }
        });
  }

  String fileName() {
    return String.valueOf(output);
  }

  private boolean isStandardOutput() {
    return String.valueOf(output).equals("-");
  }

  private ReportFormat format() {
    if (format != null) {
      return format;
    }
    if (output == null || isStandardOutput()) {
      return ReportFormat.TABLE;
    }
    return ReportFormat.ofFile(output.toString())
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "--output %s says no format. End its name in .csv, .json, .jsonl or .txt, or give --format."
                        .formatted(output)));
  }
}
