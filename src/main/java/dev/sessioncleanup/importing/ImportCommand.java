package dev.sessioncleanup.importing;

import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.sessionfile.FieldNames;
import dev.sessioncleanup.sessionfile.SessionFile;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads sessions from a file, or compares the file with what is tracked. */
@Command(
    name = "import",
    description = {
      "Loads sessions into the tracking table from CSV with a header or newline-delimited JSON.",
      "The file needs session_key, status and created_at; account and updated_at are optional."
    },
    footer = {
      "",
      "Examples:",
      "  session-cleanup track import sessions.csv --map key='Session Key'",
      "  gunzip -c sessions.ndjson.gz | session-cleanup track import - --strict",
      "  session-cleanup track import sessions.csv --compare"
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private static final int SOME_REJECTED = 7;

  private final CommandDatabase database;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The file; - is standard input.")
  private String fileName = "";

  @Option(
      names = "--map",
      paramLabel = "FIELD=COLUMN",
      description = "The file's own name of a field, like key='Session Key'; can be repeated.")
  private Map<String, String> map = new LinkedHashMap<>();

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "The account of lines that name none (default: 'default' for new sessions).")
  private @Nullable String account;

  @Mixin private ImportMode mode = new ImportMode();

  ImportCommand(CommandDatabase database) {
    this.database = database;
  }

  @Override
  public Integer call() throws Exception {
    FieldNames names = new FieldNames(map);
    char delimiter = mode.delimiter();
    mode.check();
    if (account != null && account.isBlank()) {
      throw new InvalidSettingException("--account is empty. Name the account, or leave it out.");
    }
    String unnamed = account == null ? null : account.strip();
    try (SessionFile file = SessionFile.open(fileName, System.in)) {
      return database.write(
          spec,
          (source, out) -> {
            try (StagedFile staged = StagedFile.of(source, file, names, unnamed, delimiter)) {
              return mode.compare ? compare(file, staged, out) : carryOut(file, staged, out);
            }
          });
    } catch (CharacterCodingException notText) {
      throw new InvalidSettingException(
          "%s is not UTF-8. Convert it, for example from Latin-1: iconv -f ISO-8859-1 -t UTF-8 FILE. Nothing was changed."
              .formatted(fileName.equals("-") ? "standard input" : VisibleText.of(fileName)));
    }
  }

  private int compare(SessionFile file, StagedFile staged, PrintWriter out) {
    Comparison comparison = new Comparison(staged, account);
    if (mode.json()) {
      try (DifferenceJson json = new DifferenceJson(out, file.name(), staged)) {
        comparison.write(json);
      }
    } else {
      out.println(
          "%s (%s): %s, compared with what is tracked. Nothing was changed."
              .formatted(file.name(), file.format(), Quantity.of(staged.lines(), "line")));
      comparison.write(new DifferenceText(out, mode.show));
      out.println("  %-38s %d".formatted("lines rejected", staged.rejections().count()));
      ImportText.rejections(staged.rejections()).forEach(out::println);
    }
    return staged.rejections().count() == 0 ? 0 : SOME_REJECTED;
  }

  private int carryOut(SessionFile file, StagedFile staged, PrintWriter out) throws SQLException {
    ImportReport report = new TrackingImport(staged).run(mode.strict, mode.dryRun);
    long rejected = report.rejections().count();
    boolean refused = mode.strict && rejected > 0;
    if (mode.json()) {
      out.println(ImportText.json(file.name(), report, !refused && !mode.dryRun));
    } else {
      ImportText.lines(
              "%s (%s)".formatted(file.name(), file.format()),
              report,
              refused ? "lines were rejected (--strict)" : mode.dryRun ? "a dry run" : "")
          .forEach(out::println);
    }
    out.flush();
    if (refused) {
      throw new InvalidSettingException(
          "%s of %s %s rejected, and nothing was changed (--strict). Correct the file, or leave --strict out."
              .formatted(
                  Quantity.of(rejected, "line"), file.name(), rejected == 1 ? "was" : "were"));
    }
    if (report.isUseless()) {
      throw new InvalidSettingException(
          "no line of %s could be used, and nothing was changed. See the reasons; --map names other columns."
              .formatted(file.name()));
    }
    return rejected == 0 ? 0 : SOME_REJECTED;
  }
}
