package dev.sessioncleanup.explain;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.summary.NotConfigured;
import dev.sessioncleanup.sweep.RunOptions;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.text.VisibleText;
import dev.sessioncleanup.text.Wrap;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A dry run for people: a table of the accounts, what the guards say, then the sessions. */
final class DryRunText implements DryRun.Output {
  private final Appendable out;
  private final boolean list;
  private Duration stale = Duration.ZERO;
  private String listed = "";

  DryRunText(Appendable out, boolean list) {
    this.out = out;
    this.list = list;
  }

  @Override
  public void begin(DryRun.Findings findings) throws IOException {
    RunOptions options = findings.settings().request().options();
    stale = options.age();
    String title = "DRY RUN: nothing was sent, nothing was changed.";
    String database = "database " + findings.database();
    boolean fits = title.length() + 3 + database.length() <= Wrap.WIDTH;
    line(title + (fits ? "   " : "\n") + database);
    table(findings.accounts(), options.rate());
    for (NextRunOfAccount account : findings.accounts()) {
      String name = findings.accounts().size() > 1 ? VisibleText.of(account.account()) + ": " : "";
      for (String note : notes(account)) {
        wrapped(name + note);
      }
      wrapped(name + guards(account, findings.settings().guard(), options));
    }
    for (RunSummary summary : findings.notRun()) {
      wrapped("Account %s has no run: %s".formatted(summary.account(), summary.ending().reason()));
    }
    for (var entry : findings.notConfigured().entrySet()) {
      wrapped(NotConfigured.line(entry.getKey(), entry.getValue()));
    }
  }

  private void table(List<NextRunOfAccount> accounts, Rate rate) throws IOException {
    int width = accounts.stream().mapToInt(each -> each.account().length()).max().orElse(0);
    String row = "%-" + Math.max(7, width) + "s  %12s  %-10s  %8s  %7s  %9s  %12s";
    line(
        row.formatted(
            "ACCOUNT",
            "WOULD DELETE",
            "OLDEST",
            "NOT IDLE",
            "ON HOLD",
            "TOO YOUNG",
            "TIME AT " + rate));
    for (NextRunOfAccount account : accounts) {
      long deleted = account.of(NextStep.Action.DELETE);
      line(
          row.formatted(
              VisibleText.of(account.account()),
              deleted,
              account.oldest().map(oldest -> oldest.toString().substring(0, 10)).orElse("-"),
              account.of(NextStep.NOT_IDLE),
              account.of(NextStep.ON_HOLD),
              account.of(NextStep.TOO_YOUNG),
              Durations.text(rate.timeFor(deleted))));
    }
  }

  private static List<String> notes(NextRunOfAccount account) {
    List<String> notes = new ArrayList<>();
    note(notes, account.of(NextStep.FINISH), "of these, claims that interrupted runs left open");
    note(notes, account.of(NextStep.RETRY), "of these, failed in an earlier run: they come last");
    note(
        notes,
        account.of(NextStep.Action.RECORD) - account.of(NextStep.KEY_INVALID),
        "more claims of interrupted runs are closed without a DELETE");
    note(notes, account.of(NextStep.KEY_INVALID), "with keys that cannot be sent: they fail");
    note(notes, account.of(NextStep.BEYOND_LIMIT), "left for later by --limit");
    note(notes, account.of(NextStep.IN_PROGRESS), "that another run is working on now");
    note(
        notes,
        account.of(NextStep.CLAIM_TOO_YOUNG),
        "with open claims that are younger than the minimum age by now");
    note(notes, account.of(NextStep.DONE), "tracked again although their outcome is recorded");
    return notes;
  }

  private static void note(List<String> notes, long count, String what) {
    if (count > 0) {
      notes.add(count + " " + what + ".");
    }
  }

  private static String guards(
      NextRunOfAccount account, CleanupProperties.Guard guard, RunOptions options) {
    return account.objection() == null
        ? "Guards: ok (limits: %d sessions, a share of %s of the IDLE ones)."
            .formatted(guard.maxCount(), options.maxShare())
        : "Guard: STOPS. " + account.objection();
  }

  @Override
  public boolean wantsSessions() {
    return list;
  }

  @Override
  public void session(NextSession session) throws IOException {
    if (!listed.equals(session.account())) {
      listed = session.account();
      line("");
      line(
          "Sessions of account %s, the oldest first:".formatted(VisibleText.of(session.account())));
    }
    line(
        "%-6s  %-17s  %-14s  %s"
            .formatted(
                session.step().action().text(),
                session.createdAt() == null ? "(not tracked)" : minute(session.createdAt()),
                VisibleText.of(session.key()),
                Reason.of(session, stale)));
  }

  private static String minute(Instant time) {
    return VisibleText.of(time).replace('T', ' ').replaceFirst(":\\d\\dZ$", "Z");
  }

  @Override
  public void end() {}

  private void wrapped(String text) throws IOException {
    for (String each : Wrap.lines("", "  ", text)) {
      line(each);
    }
  }

  private void line(String text) throws IOException {
    out.append(text.stripTrailing()).append('\n');
  }
}
