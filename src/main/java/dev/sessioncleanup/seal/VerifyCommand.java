package dev.sessioncleanup.seal;

import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.settings.Moment;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verifies that the audit is as it was when its runs ended. */
@Command(
    name = "verify",
    description =
        "Compares the outcomes of ended runs with their seals. Exit code 4 if anything was changed.",
    footer = {
      "",
      "Examples:",
      "  session-cleanup report verify",
      "  session-cleanup report verify --since 2026-11-01 --account acme",
      "  session-cleanup report verify --run 41 --expect page-of-run-41.html"
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  private static final int CHANGED = 4;

  private final CommandDatabase database;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--run", paramLabel = "ID", description = "Only the outcomes of this run.")
  private @Nullable Long run;

  @Option(
      names = "--since",
      paramLabel = "D",
      description =
          "Only runs that ended then or later: a date, an instant, or a time ago like 30d.")
  private @Nullable Moment since;

  @Option(
      names = "--until",
      paramLabel = "D",
      description = "Only runs that were planned before, in the same forms.")
  private @Nullable Moment until;

  @Option(names = "--account", paramLabel = "NAME", description = "Only the runs of this account.")
  private @Nullable String account;

  @Option(
      names = "--expect",
      paramLabel = "SEAL|FILE",
      description =
          "A seal noted before, or a file with seals (a page, a summary, a log): each must still be there.")
  private List<String> expected = List.of();

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Output form (default: ${DEFAULT-VALUE}).")
  private OutputForm output = OutputForm.TEXT;

  public VerifyCommand(CommandDatabase database) {
    this.database = database;
  }

  @Override
  public Integer call() throws Exception {
    Set<String> seals = ExpectedSeals.read(expected);
    return database.inspect(spec, (source, out) -> verify(source, seals, out));
  }

  private int verify(DataSource source, Set<String> seals, PrintWriter out) {
    SealVerifier verifier = new SealVerifier(source);
    Instant now = verifier.now();
    Verification found =
        verifier.verify(
            new SealSelection(
                account,
                run,
                since == null ? null : since.at(now),
                until == null ? null : until.at(now)),
            seals);
    if (output == OutputForm.JSON) {
      out.println(VerificationJson.of(found));
    } else {
      VerificationText.lines(found).forEach(out::println);
    }
    return found.isTrue() ? 0 : CHANGED;
  }
}
