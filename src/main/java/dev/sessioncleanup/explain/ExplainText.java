package dev.sessioncleanup.explain;

import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import dev.sessioncleanup.text.Wrap;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is known of a session, for people. */
final class ExplainText {
  private final List<String> lines = new ArrayList<>();

  static List<String> lines(SessionHistory history, Forecast forecast, String sentence) {
    ExplainText text = new ExplainText();
    text.lines.add("Session " + VisibleText.of(history.key()));
    text.tracked(history.tracked(), forecast.session());
    text.hold(history.hold());
    history.audit().forEach(text::audit);
    if (history.audit().isEmpty()) {
      SessionHistory.Tracked tracked = history.tracked();
      text.add(
          "audit",
          tracked == null || tracked.settledAt() == null
              ? "no run has claimed it"
              : "no row is left of the run that settled it: purged, or lost by a restore");
    }
    history.reopenings().forEach(text::reopening);
    text.add("next", sentence);
    return text.lines;
  }

  private void tracked(SessionHistory.@Nullable Tracked tracked, @Nullable NextSession session) {
    if (tracked == null) {
      add("tracked", "no");
      return;
    }
    String ago =
        session == null || session.age() == null || session.age().isNegative()
            ? ""
            : " (%s ago)".formatted(Durations.text(session.age()));
    add(
        "tracked",
        "account %s, %s, created %s%s, %s"
            .formatted(
                tracked.account(),
                tracked.status(),
                time(tracked.createdAt()),
                ago,
                tracked.settledAt() == null
                    ? "not settled"
                    : "settled " + time(tracked.settledAt())));
  }

  private void hold(SessionHistory.@Nullable Hold hold) {
    if (hold != null) {
      add(
          "hold",
          "%s: %s, since %s by %s%s"
              .formatted(
                  hold.inForce() ? "in force" : "expired",
                  hold.reason(),
                  time(hold.heldAt()),
                  hold.heldBy(),
                  hold.expiresAt() == null ? "" : ", until " + time(hold.expiresAt())));
    }
  }

  private void audit(SessionHistory.AuditRow row) {
    String outcome =
        row.outcome() == null
            ? "claim open since %s, process %d is %s"
                .formatted(time(row.claimedAt()), row.claimedBy(), row.alive() ? "alive" : "dead")
            : "%s%s, %s"
                .formatted(
                    row.outcome().replace('_', ' '),
                    row.evidence() == null ? "" : ", " + row.evidence(),
                    time(row.recordedAt()));
    String calls =
        row.attempts() == 0
            ? "no DELETE"
            : "%s, %d unanswered"
                .formatted(Quantity.of(row.attempts(), "DELETE"), row.unanswered());
    add("run " + row.runId(), "%s: %s; %s".formatted(row.kind(), outcome, calls));
    if (row.detail() != null) {
      add("", row.detail());
    }
  }

  private void reopening(SessionHistory.Reopening reopening) {
    add(
        "reopened",
        "%s by %s: %s"
            .formatted(time(reopening.reopenedAt()), reopening.reopenedBy(), reopening.reason()));
  }

  private static String time(@Nullable OffsetDateTime time) {
    return time == null ? "(unknown)" : VisibleText.of(time.toInstant());
  }

  private void add(String label, String text) {
    String first = "  %-9s ".formatted(label);
    lines.addAll(Wrap.lines(first, " ".repeat(12), VisibleText.of(text)));
  }
}
