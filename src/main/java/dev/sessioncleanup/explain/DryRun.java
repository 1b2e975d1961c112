package dev.sessioncleanup.explain;

import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.sweep.SweepRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Shows what the runs of a command would do, with the cutoffs of its dry runs. */
public final class DryRun {
  private final NextRun next;
  private final Settings settings;

  /** Takes everything that was found, then the sessions account by account, if it wants them. */
  public interface Output {
    void begin(Findings findings) throws IOException;

    boolean wantsSessions();

    void session(NextSession session) throws IOException;

    void end() throws IOException;
  }

  /**
   * @param database what people call the database
   * @param accounts those that would have a run
   * @param notRun the summaries of the others
   * @param notConfigured stale sessions of accounts that are not configured
   */
  public record Findings(
      String database,
      List<NextRunOfAccount> accounts,
      List<RunSummary> notRun,
      Map<String, Long> notConfigured,
      Settings settings) {}

  /** What the command asked for, and the guards in force. */
  public record Settings(SweepRequest request, CleanupProperties.Guard guard) {}

  public DryRun(DataSource dataSource, SweepRequest request, CleanupProperties settings) {
    this.next = new NextRun(dataSource);
    this.settings = new Settings(request, settings.guard());
  }

  /**
   * Ends early when nobody reads the output any more.
   *
   * @param summaries of the dry runs
   * @param notConfigured stale sessions of accounts that are not configured
   * @throws UncheckedIOException when the output fails
   */
  public void write(
      List<RunSummary> summaries, Map<String, Long> notConfigured, String database, Output output) {
    FailFastOutput.untilClosed(() -> read(summaries, notConfigured, database, output));
  }

  /**
   * Shows what carrying out a saved plan would do.
   *
   * @param objection why a guard would stop it, null when none would
   */
  public void writePlan(
      Selection plan, @Nullable String objection, String database, Output output) {
    FailFastOutput.untilClosed(
        () ->
            next.atOneMoment(
                () -> {
                  NextRun.Scope scope = new NextRun.Scope(plan, null, null);
                  var account =
                      new NextRunOfAccount(plan.account(), scope, next.counts(scope), objection);
                  show(
                      new Findings(database, List.of(account), List.of(), Map.of(), settings),
                      output);
                }));
  }

  private void read(
      List<RunSummary> summaries, Map<String, Long> notConfigured, String database, Output output) {
    List<RunSummary> runs = summaries.stream().filter(each -> each.run() != null).toList();
    List<RunSummary> notRun = summaries.stream().filter(each -> each.run() == null).toList();
    next.atOneMoment(
        () -> {
          List<NextRunOfAccount> accounts = runs.stream().map(this::account).toList();
          show(new Findings(database, accounts, notRun, notConfigured, settings), output);
        });
  }

  private void show(Findings findings, Output output) {
    try {
      output.begin(findings);
      if (output.wantsSessions()) {
        findings.accounts().forEach(account -> sessions(account.scope(), output, false));
        others(findings.accounts(), findings.notRun(), findings.notConfigured())
            .forEach(scope -> sessions(scope, output, true));
      }
      output.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NextRunOfAccount account(RunSummary summary) {
    Run run = Objects.requireNonNull(summary.run());
    Selection selection = run.selection(settings.guard().minAge());
    NextRun.Scope scope =
        new NextRun.Scope(
            selection, run.command().createdTo(), settings.request().options().limit());
    Ending ending = summary.ending();
    @Nullable String objection = ending.kind() == Ending.Kind.GUARD ? ending.reason() : null;
    return new NextRunOfAccount(summary.account(), scope, next.counts(scope), objection);
  }

  /** The accounts without a run, with the cutoff of one that has one. */
  private static List<NextRun.Scope> others(
      List<NextRunOfAccount> accounts, List<RunSummary> notRun, Map<String, Long> notConfigured) {
    List<String> names = new ArrayList<>(notRun.stream().map(RunSummary::account).toList());
    names.addAll(notConfigured.keySet());
    return accounts.isEmpty()
        ? List.of()
        : names.stream().map(accounts.getFirst().scope()::ofAccount).toList();
  }

  private void sessions(NextRun.Scope scope, Output output, boolean notConfigured) {
    next.forEach(
        scope,
        session -> {
          try {
            output.session(
                notConfigured && session.step().action() != NextStep.Action.LEAVE
                    ? session.with(NextStep.NOT_CONFIGURED)
                    : session);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
