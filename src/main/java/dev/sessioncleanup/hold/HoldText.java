package dev.sessioncleanup.hold;

import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What hold add and hold remove say. */
final class HoldText {
  private static final int MOST_NAMED = 10;

  private HoldText() {}

  static List<String> added(Holds.Added done) {
    List<HeldSession> sessions = done.sessions();
    int unchanged = sessions.size() - done.added() - done.changed();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s on hold %s: %d added, %d changed, %d unchanged."
            .formatted(
                Quantity.of(sessions.size(), "session"),
                done.until() == null
                    ? "until the hold is removed"
                    : "until " + VisibleText.of(done.until()),
                done.added(),
                done.changed(),
                unchanged));
    warn(
        lines,
        sessions,
        session -> !session.tracked(),
        "not tracked",
        HeldSession::key,
        "Check the key; the hold applies as soon as it is tracked.");
    warn(
        lines,
        sessions,
        session -> session.outcome() != null,
        "settled already",
        session -> session.key() + " (" + session.outcome() + ")",
        "A hold comes too late.");
    warn(
        lines,
        sessions,
        session -> session.claimedByRun() != null,
        "claimed by a run",
        HoldText::claim,
        "A DELETE that was granted before may still take effect; another is not sent.");
    return lines;
  }

  static List<String> removed(int asked, List<String> notOnHold) {
    List<String> lines = new ArrayList<>();
    int removed = asked - notOnHold.size();
    lines.add(
        removed == 0
            ? "No hold was removed."
            : "%s removed. Sweeps may delete %s again."
                .formatted(
                    Quantity.were(removed, "hold"),
                    removed == 1 ? "this session" : "these sessions"));
    warn(
        lines,
        notOnHold,
        key -> true,
        "not on hold",
        key -> key,
        "Check the key; hold list shows the holds.");
    return lines;
  }

  private static String claim(HeldSession session) {
    return "%s (run %d, %s)"
        .formatted(
            session.key(), session.claimedByRun(), Quantity.of(session.attempts(), "attempt"));
  }

  private static <T> void warn(
      List<String> lines,
      List<T> all,
      Predicate<T> concerned,
      String problem,
      Function<T, String> name,
      String remedy) {
    List<T> found = all.stream().filter(concerned).toList();
    if (found.isEmpty()) {
      return;
    }
    lines.add(
        "Warning: %s %s %s. %s"
            .formatted(
                Quantity.of(found.size(), "session"),
                found.size() == 1 ? "is" : "are",
                problem,
                remedy));
    found.stream()
        .limit(MOST_NAMED)
        .forEach(each -> lines.add("  " + VisibleText.of(name.apply(each))));
    if (found.size() > MOST_NAMED) {
      lines.add("  and %d more".formatted(found.size() - MOST_NAMED));
    }
  }
}
