package dev.sessioncleanup.pack;

import dev.sessioncleanup.command.OutputFile;
import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.jdbc.ServerTime;
import dev.sessioncleanup.page.PageDatabase;
import dev.sessioncleanup.seal.Verification;
import dev.sessioncleanup.seal.VerificationText;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Moment;
import dev.sessioncleanup.text.VisibleText;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the evidence pack of a period. */
@Command(
    name = "pack",
    description = {
      "Writes the audit of a period into one ZIP file for an auditor: the page, every report as CSV, the seals and how to check them.",
      "Exit code 4 if the audit was changed after its runs ended; the pack is written all the same."
    },
    footer = {
      "",
      "Examples:",
      "  session-cleanup report pack --since 2026-10-01 --until 2026-11-01 --output october.zip",
      "  session-cleanup report pack --since 90d --account acme --output acme.zip"
    },
    mixinStandardHelpOptions = true)
public final class PackCommand implements Callable<Integer> {
  private static final int CHANGED = 4;

  private final PageDatabase database;
  private boolean unchanged = true;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--since",
      required = true,
      paramLabel = "D",
      description =
          "From this time on: a date (its midnight UTC), an instant, or a duration before now like 30d.")
  private Moment since = Moment.parse("0s");

  @Option(
      names = "--until",
      paramLabel = "D",
      description = "Before this time, in the same forms (default: now).")
  private @Nullable Moment until;

  @Option(names = "--account", paramLabel = "NAME", description = "Only this account.")
  private @Nullable String account;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "The ZIP file, written as a whole or not at all; a former file of this name is replaced.")
  private Path output = Path.of("");

  public PackCommand(PageDatabase database) {
    this.database = database;
  }

  @Override
  public Integer call() throws Exception {
    if (output.toString().equals("-")) {
      throw new InvalidSettingException(
          "--output - is not possible: a pack is a file. Name it, like october.zip.");
    }
    try (OutputFile file = OutputFile.at("--output", output)) {
      int exitCode =
          database.open(spec, (source, settings, out) -> write(source, settings, file, out));
      return exitCode == 0 && !unchanged ? CHANGED : exitCode;
    }
  }

  private void write(
      DataSource source, CleanupProperties settings, OutputFile file, FailFastOutput out) {
    Instant now = ServerTime.now(JdbcClient.create(source));
    PackPeriod period = new PackPeriod(since.at(now), until == null ? now : until.at(now), account);
    EvidencePack pack = new EvidencePack(source, settings, period);
    Verification verification =
        file.write(
            path -> {
              try (OutputStream zip = Files.newOutputStream(path)) {
                return pack.write(zip);
              }
            });
    unchanged = verification.isTrue();
    VerificationText.lines(verification).forEach(out::line);
    out.line("Wrote %s.".formatted(VisibleText.of(output)));
  }
}
