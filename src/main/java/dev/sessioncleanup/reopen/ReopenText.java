package dev.sessioncleanup.reopen;

import dev.sessioncleanup.reopen.Candidate.State;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What reopen will do, for people. */
final class ReopenText {
  private static final int SHOWN = 20;

  private ReopenText() {}

  /** The sessions that cannot be reopened, each with the reason. */
  static List<String> obstacles(List<Candidate> candidates) {
    List<String> lines = new ArrayList<>();
    lines.add("These sessions cannot be reopened:");
    list(
        candidates.stream().filter(each -> each.obstacle() != null).toList(),
        each -> key(each) + ": " + each.obstacle(),
        lines);
    return lines;
  }

  static List<String> plan(List<Candidate> candidates) {
    List<Candidate> settled = with(candidates, each -> each.state() == State.SETTLED);
    List<String> lines = new ArrayList<>();
    if (!settled.isEmpty()) {
      lines.add("Makes %s eligible again:".formatted(Quantity.of(settled.size(), "session")));
      list(settled, each -> key(each) + "  " + each.record(), lines);
    }
    note(
        with(settled, each -> !each.status().equals("IDLE")),
        "not IDLE in tracked_session: left alone until that is corrected",
        lines);
    note(with(settled, Candidate::onHold), "on hold: left alone until the hold ends", lines);
    note(
        with(candidates, each -> each.state() == State.UNSETTLED),
        "not settled: nothing to reopen",
        lines);
    return lines;
  }

  static List<String> doubt(LostCommits.Extent extent, Instant since) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Puts in doubt what happened to %s without a final answer."
            .formatted(Quantity.of(extent.unsettled(), "IDLE session")));
    lines.add("If PAVE does not find one, it is recorded as removed, inferred.");
    if (extent.missing() > 0) {
      lines.add(
          "Makes %s eligible again, recorded as missing since %s."
              .formatted(Quantity.of(extent.missing(), "session"), since));
    }
    if (extent.untracked() > 0) {
      lines.add(
          "Leaves %s alone, recorded as missing since then but no longer tracked."
              .formatted(Quantity.of(extent.untracked(), "session")));
    }
    return lines;
  }

  private static List<Candidate> with(List<Candidate> all, Predicate<Candidate> property) {
    return all.stream().filter(property).toList();
  }

  private static void note(List<Candidate> of, String what, List<String> lines) {
    if (!of.isEmpty()) {
      lines.add("%s %s.".formatted(Quantity.of(of.size(), "session"), what));
      list(of, ReopenText::key, lines);
    }
  }

  private static void list(
      List<Candidate> all, Function<Candidate, String> text, List<String> lines) {
    all.stream().limit(SHOWN).map(each -> "  " + text.apply(each)).forEach(lines::add);
    if (all.size() > SHOWN) {
      lines.add("  and %d more".formatted(all.size() - SHOWN));
    }
  }

  private static String key(Candidate candidate) {
    return VisibleText.of(candidate.sessionKey());
  }
}
