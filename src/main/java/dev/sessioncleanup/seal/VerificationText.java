package dev.sessioncleanup.seal;

import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A verification for people. */
public final class VerificationText {
  private static final int MOST_UNSEALED = 10;

  private VerificationText() {}

  public static List<String> lines(Verification verification) {
    List<String> lines = new ArrayList<>();
    for (Verification.Chain chain : verification.chains()) {
      chain(chain, lines);
    }
    for (String seal : verification.unknown()) {
      lines.add("PROBLEM  no run has the expected seal " + seal + ":");
      lines.add("         its run was deleted, or the audit was sealed anew after a change");
    }
    for (LocalDate day : verification.miscounted()) {
      lines.add("PROBLEM  the counts of %s are not those of the audit's rows:".formatted(day));
      lines.add(
          "         either was changed with triggers switched off, or the clock jumped by days;");
      lines.add(
          "         reports show the counts. The owner has them counted anew by the next sweep with: delete from counted_day where day = '%s'"
              .formatted(day));
    }
    List<Verification.Unsealed> unsealed = verification.unsealed();
    unsealed.stream()
        .limit(MOST_UNSEALED)
        .map(
            run ->
                "note     account %s, run %d (%s): not sealed yet"
                    .formatted(VisibleText.of(run.account()), run.runId(), run.state()))
        .forEach(lines::add);
    if (unsealed.size() > MOST_UNSEALED) {
      lines.add(
          "note     and %s without a seal"
              .formatted(Quantity.of(unsealed.size() - MOST_UNSEALED, "more run")));
    }
    verification.notes().forEach(note -> lines.add("note     " + note));
    if (lines.isEmpty()) {
      lines.add("note     no run is sealed yet: a run is sealed when it has ended");
    }
    return lines;
  }

  private static void chain(Verification.Chain chain, List<String> lines) {
    String account = VisibleText.of(chain.account());
    for (Verification.Problem problem : chain.problems()) {
      lines.add(
          "PROBLEM  account %s, run %d: %s"
              .formatted(account, problem.runId(), VisibleText.of(problem.text())));
    }
    if (chain.problems().isEmpty() && chain.runs() == 0) {
      lines.add(
          "note     account %s: the selection names none of its sealed runs".formatted(account));
    } else if (chain.problems().isEmpty()) {
      lines.add(
          "ok       account %s: %s with %s as sealed%s"
              .formatted(
                  account,
                  Quantity.of(chain.runs(), "run"),
                  Quantity.of(chain.outcomes(), "outcome"),
                  chain.purged() == 0 ? "" : ", %d of them purged".formatted(chain.purged())));
    }
    RunSeal newest = chain.newest();
    if (newest != null) {
      lines.add("         seal %s, run %d, the newest".formatted(newest.seal(), newest.runId()));
    }
  }
}
