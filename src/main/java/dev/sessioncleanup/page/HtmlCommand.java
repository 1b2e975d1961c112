package dev.sessioncleanup.page;

import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.section.PageScope;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Moment;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the audit of a run or a period as one HTML page. */
@Command(
    name = "html",
    description = {
      "Writes the audit of a run or of a period as one HTML page, to be mailed or attached.",
      "The page needs no network and no script. All times are UTC."
    },
    footer = {
      "",
      "Examples:",
      "  session-cleanup report html --run 41 --output run-41.html",
      "  session-cleanup report html --since 30d --account acme --output acme.html",
      "  session-cleanup report html --since 2026-10-01 --until 2026-11-01 > october.html"
    },
    mixinStandardHelpOptions = true)
public final class HtmlCommand implements Callable<Integer> {
  private final PageDatabase database;
  private final BooleanSupplier terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--run", paramLabel = "ID", description = "The page of this run.")
  private @Nullable Long run;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "The page of what was recorded since a time ago, a date or an instant, like 30d.")
  private @Nullable Moment since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only what was recorded before it (default: now).")
  private @Nullable Moment until;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "With --since: only this account.")
  private @Nullable String account;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "The file to write, as a whole or not at all (default: -, standard output, unless that is a terminal).")
  private @Nullable String output;

  public HtmlCommand(PageDatabase database) {
    this(database, HtmlCommand::outputIsTerminal);
  }

  HtmlCommand(PageDatabase database, BooleanSupplier terminal) {
    this.database = database;
    this.terminal = terminal;
  }

  private static boolean outputIsTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public Integer call() throws Exception {
    checkCombination();
    PageFile file =
        output == null || output.equals("-") ? null : PageFile.checked("--output", output);
    if (file == null && terminal.getAsBoolean()) {
      throw new InvalidSettingException(
          "the page is not for a terminal. Add --output FILE, or redirect standard output.");
    }
    return database.open(spec, (source, settings, out) -> write(source, settings, file, out));
  }

  private void checkCombination() {
    refuse(
        (run == null) == (since == null),
        "report html needs one of --run ID and --since TIME, like --since 30d.");
    refuse(run != null && until != null, "--until belongs to --since, not to --run.");
    refuse(run != null && account != null, "--account belongs to --since: a run has one account.");
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new InvalidSettingException(message);
    }
  }

  private void write(
      DataSource source, CleanupProperties settings, @Nullable PageFile file, FailFastOutput out) {
    String page = new AuditPage(source, settings).html(scope());
    if (file != null) {
      file.write(page);
      out.line("Wrote %s.".formatted(file));
      return;
    }
    try {
      out.append(page);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Function<Instant, PageScope> scope() {
    Long id = run;
    if (id != null) {
      return now -> new PageScope.Runs(List.of(id), List.of());
    }
    Moment first = Objects.requireNonNull(since);
    return now -> {
      Instant start = first.at(now);
      Instant end = until == null ? now : until.at(now);
      refuse(
          !start.isBefore(end),
          "--since %s is not before --until %s; the period is [since, until)."
              .formatted(start, end));
      return new PageScope.Period(start, end, account);
    };
  }
}
