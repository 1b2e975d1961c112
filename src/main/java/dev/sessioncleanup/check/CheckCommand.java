package dev.sessioncleanup.check;

import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.summary.ExitCodes;
import dev.sessioncleanup.text.JsonText;
import dev.sessioncleanup.text.VisibleText;
import dev.sessioncleanup.text.Wrap;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what would keep the next sweep from working, and how to mend it. */
@Command(
    name = "check",
    description = {
      "Says what would keep the next sweep from working, and how to mend it.",
      "Deletes nothing, writes nothing, and sends PAVE only GET /callbacks."
    },
    footer = {"", "Examples:", "  session-cleanup check", "  session-cleanup check --output json"},
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  private final CheckTarget target;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "The form of the output (default: ${DEFAULT-VALUE}).")
  private OutputForm output = OutputForm.TEXT;

  public CheckCommand(CheckTarget target) {
    this.target = target;
  }

  @Override
  public Integer call() {
    List<CheckResult> results = Checks.of(target);
    int exitCode = ExitCodes.worst(results.stream().map(CheckResult::exitCode).toList());
    PrintWriter out = spec.commandLine().getOut();
    if (output == OutputForm.JSON) {
      out.println(json(results, exitCode));
    } else {
      results.forEach(result -> lines(result).forEach(out::println));
    }
    out.flush();
    return exitCode;
  }

  private static List<String> lines(CheckResult result) {
    String first = "%-8s %-10s ".formatted(result.level().text(), result.name());
    return Wrap.lines(first, " ".repeat(first.length()), VisibleText.of(result.text()));
  }

  private static String json(List<CheckResult> results, int exitCode) {
    List<Map<String, String>> checks =
        results.stream()
            .map(
                result -> {
                  Map<String, String> check = new LinkedHashMap<>();
                  check.put("level", result.level().text().toLowerCase(Locale.ROOT));
                  check.put("check", result.name());
                  check.put("text", result.text());
                  return check;
                })
            .toList();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("exit_code", exitCode);
    document.put("checks", checks);
    return JsonText.MAPPER.writeValueAsString(document);
  }
}
