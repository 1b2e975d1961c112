package dev.sessioncleanup.purge;

import dev.sessioncleanup.command.ChangeOptions;
import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.Quantity;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes audit rows past retention. */
@Command(
    name = "purge",
    description = {
      "Removes audit rows past retention, and keeps their counts by month (view report_month).",
      "Also removes Spring Batch's rows of runs that ended for good before that.",
      "Shows what it will do and asks. Needs the rights of session_cleanup_owner."
    },
    footer = {"", "Example:", "  session-cleanup purge --older-than 400d --dry-run"},
    mixinStandardHelpOptions = true)
public final class PurgeCommand implements Callable<Integer> {
  /** The shortest retention: long enough to notice a mistake in last month's runs. */
  private static final Duration SHORTEST = Duration.ofDays(30);

  private final CommandDatabase database;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--older-than",
      required = true,
      paramLabel = "AGE",
      description = "Removes rows that were recorded longer ago than this, like 400d.")
  private Duration olderThan = Duration.ZERO;

  @Mixin private ChangeOptions options = new ChangeOptions();

  public PurgeCommand(CommandDatabase database) {
    this.database = database;
  }

  @Override
  public Integer call() throws Exception {
    if (olderThan.compareTo(SHORTEST) < 0) {
      throw new InvalidSettingException(
          "--older-than %s is too short: the audit of the last %s is always kept. Give a longer time, like 400d."
              .formatted(Durations.text(olderThan), Durations.text(SHORTEST)));
    }
    return database.write(
        spec, (source, out) -> purge(new Purge(source), new BatchHistory(source), out));
  }

  private int purge(Purge purge, BatchHistory batch, PrintWriter out) {
    Purge.Login login = purge.login();
    if (!login.may()) {
      throw new InvalidSettingException(
          "database user %s may not purge. Use a login in role session_cleanup_owner, which owns the audit (spring.datasource.username)."
              .formatted(login.name()));
    }
    Purge.Extent extent = purge.extent(olderThan);
    String rows = Quantity.of(extent.unneeded(), "audit row");
    show(extent, rows, out);
    long runs = batch.runs(extent.before());
    if (runs > 0) {
      out.println("Removes Spring Batch's rows of %s.".formatted(Quantity.of(runs, "run")));
    }
    if (extent.unneeded() + runs > 0 && options.agreed("purge", question(rows, runs), out)) {
      if (extent.unneeded() > 0) {
        long removed = purge.remove(extent.before(), options.requestedBy());
        out.println("Removed %s.".formatted(Quantity.of(removed, "audit row")));
      }
      batch.remove(extent.before());
    }
    return 0;
  }

  private static String question(String rows, long runs) {
    String more = runs == 0 ? "" : " and Spring Batch's rows of " + Quantity.of(runs, "run");
    return "Remove " + rows + more + "?";
  }

  private static void show(Purge.Extent extent, String rows, PrintWriter out) {
    var before = extent.before().truncatedTo(ChronoUnit.SECONDS);
    if (extent.oldest() == null) {
      out.println("There is nothing to remove that was recorded before " + before + ".");
    } else {
      var oldest = extent.oldest().truncatedTo(ChronoUnit.SECONDS);
      out.println("Removes %s, recorded from %s to %s.".formatted(rows, oldest, before));
      out.println("Their counts by month stay. This cannot be undone.");
    }
    long kept = extent.recorded() - extent.unneeded();
    if (kept > 0) {
      out.println(
          "Keeps %s of that time: a later run may still need them."
              .formatted(Quantity.of(kept, "row")));
    }
  }
}
