package dev.sessioncleanup.hold;

import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.command.RequestedBy;
import dev.sessioncleanup.command.SessionKeys;
import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Moment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sessions that must not be deleted. */
@Command(
    name = "hold",
    description = "Sessions that must not be deleted; alone, lists them.",
    footer = {
      "",
      "Examples:",
      "  session-cleanup hold list --output json",
      "  session-cleanup hold add XXX-ABCDE12345 --reason 'dispute 4711' --until 30d"
    },
    mixinStandardHelpOptions = true)
public final class HoldCommand implements Callable<Integer> {
  private static final String KEYS =
      "Keys of sessions; - reads them from standard input, one a line.";

  private final CommandDatabase database;

  @Spec private CommandSpec spec = CommandSpec.create();

  public HoldCommand(CommandDatabase database) {
    this.database = database;
  }

  @Override
  public Integer call() throws Exception {
    return list(OutputForm.TEXT);
  }

  @Command(
      name = "add",
      description = "Puts sessions on hold, or changes the reason and the end of their holds.",
      footer = {
        "",
        "Examples:",
        "  session-cleanup hold add XXX-ABCDE12345 --reason 'dispute 4711' --until 30d",
        "  session-cleanup hold add - --reason 'audit of November' --until 2027-01-31 < keys.txt"
      },
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(arity = "1..*", paramLabel = "KEY", description = KEYS) List<String> given,
      @Option(names = "--reason", required = true, paramLabel = "R", description = "Why.")
          String reason,
      @Option(
              names = "--until",
              paramLabel = "D",
              description =
                  "When the hold ends: a date (its midnight UTC), an instant, or a time from now like 30d"
                      + " (default: when it is removed).")
          @Nullable Moment until,
      @Mixin RequestedBy by)
      throws Exception {
    if (reason.isBlank()) {
      throw new InvalidSettingException(
          "--reason is empty. Say why the sessions must not be deleted.");
    }
    List<String> keys = SessionKeys.read(given, System.in);
    return database.write(
        spec,
        (source, out) -> {
          Holds holds = new Holds(source);
          HoldText.added(holds.add(keys, reason.strip(), until, by.name())).forEach(out::println);
          return 0;
        });
  }

  @Command(
      name = "remove",
      description = "Removes holds, so that sweeps may delete the sessions again.",
      footer = {"", "Example:", "  session-cleanup hold remove XXX-ABCDE12345"},
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(arity = "1..*", paramLabel = "KEY", description = KEYS) List<String> given,
      @Mixin RequestedBy by)
      throws Exception {
    List<String> keys = SessionKeys.read(given, System.in);
    return database.write(
        spec,
        (source, out) -> {
          List<String> notOnHold = new Holds(source).remove(keys, by.name());
          HoldText.removed(keys.size(), notOnHold).forEach(out::println);
          return 0;
        });
  }

  @Command(
      name = "list",
      description = "Lists holds, also those that have expired; hold alone does the same.",
      footer = {"", "Example:", "  session-cleanup hold list --output json"},
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = "--output",
              paramLabel = "text|json",
              defaultValue = "text",
              description = "Output format (default: text).")
          OutputForm output)
      throws Exception {
    return database.read(
        spec,
        (reports, out) -> {
          if (output == OutputForm.JSON) {
            reports.write("holds", Map.of(), ReportFormat.JSON, out);
            return;
          }
          HoldList.lines(reports.run("holds", Map.of())).forEach(out::line);
        });
  }
}
