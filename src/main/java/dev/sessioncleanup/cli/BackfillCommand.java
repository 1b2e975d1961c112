package dev.sessioncleanup.cli;

import dev.sessioncleanup.job.RunOptions;
import dev.sessioncleanup.job.SweepRequest;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** An on-demand run over a range of dates. */
@Command(
    name = "backfill",
    description =
        "Deletes IDLE sessions created in [from, to) that are older than the minimum age.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class BackfillCommand implements Callable<Integer> {
  @ParentCommand private MainCommand main = new MainCommand(List.of());
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DATE",
      converter = DateForm.class,
      description = "First day or instant, like 2026-11-01 (midnight UTC).")
  private Instant from = Instant.EPOCH;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DATE",
      converter = DateForm.class,
      description = "Day or instant before which sessions were created.")
  private Instant to = Instant.EPOCH;

  @Mixin private RunArguments arguments = new RunArguments();

  /** Reads a day or an instant. */
  static final class DateForm implements ITypeConverter<Instant> {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    @Override
    public Instant convert(String value) {
      try {
        Instant date =
            value.contains("T")
                ? OffsetDateTime.parse(value).toInstant()
                : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (date.isBefore(FIRST) || !date.isBefore(END)) {
          throw new TypeConversionException(
              "'" + value + "' is not a sensible date; it must lie in the years 1 to 9999");
        }
        return date;
      } catch (DateTimeParseException notOne) {
        throw new TypeConversionException(
            "'" + value + "' is not a date; write it like 2026-11-01 or 2026-11-01T06:00:00Z");
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    if (!from.isBefore(to)) {
      throw new InvalidSettingException(
          "--from %s is not before --to %s; the range is [from, to).".formatted(from, to));
    }
    try (Application application = Application.start(main.settings())) {
      CleanupProperties settings = application.get(CleanupProperties.class);
      RunOptions options = arguments.options(settings, settings.guard().minAge());
      var runs = new Runner(application, spec.commandLine().getOut(), arguments.partialOk);
      var request = new SweepRequest(runs.accounts(arguments.account), from, to, options);
      return runs.run(request, this::confirmed);
    }
  }

  private boolean confirmed(Supplier<List<String>> plan) {
    PrintWriter out = spec.commandLine().getOut();
    plan.get().forEach(out::println);
    out.flush();
    if (arguments.yes || arguments.dryRun) {
      return true;
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new InvalidSettingException(
          "a backfill deletes for ever, and there is no terminal to ask at; say --yes, or look first with --dry-run.");
    }
    String answer = console.readLine("Delete them? Type yes: ");
    if (answer != null && answer.strip().equalsIgnoreCase("yes")) {
      return true;
    }
    out.println("Nothing was done.");
    return false;
  }
}
