package dev.sessioncleanup.plan;

import dev.sessioncleanup.runs.Guard;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.sweep.SweepRequest;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.Times;
import dev.sessioncleanup.text.Wrap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The overview of a plan for people, at most 80 columns wide where the names are short. */
public final class PlanText {
  private static final int MOST_LISTED = 20;

  private PlanText() {}

  /** The lines of the overview of one account. */
  public static List<String> lines(
      PlanOverview overview, SweepRequest request, CleanupProperties.Guard guard) {
    List<String> lines = new ArrayList<>();
    long count = overview.plan().count();
    String sessions =
        count == 0
            ? "nothing to delete."
            : "%s to delete, created from %s to %s"
                .formatted(
                    Quantity.of(count, "session"),
                    Times.second(overview.plan().eligible().oldest()),
                    Times.second(overview.plan().eligible().newest()));
    lines.addAll(Wrap.lines("Account %s: ".formatted(overview.account()), "  ", sessions));
    cap(overview, request, lines);
    lines.addAll(Histogram.lines(overview.months()));
    beside(overview, lines);
    if (!overview.leftAlone().isEmpty()) {
      lines.addAll(Wrap.lines("  ", "    ", "left alone: " + leftAlone(overview)));
    }
    if (count > 0) {
      guards(overview, request, guard, lines);
    }
    return lines;
  }

  private static void cap(PlanOverview overview, SweepRequest request, List<String> lines) {
    Instant to = request.createdTo();
    if (to != null && overview.createdBefore().isBefore(to)) {
      lines.addAll(
          Wrap.lines(
              "  ",
              "    ",
              "only sessions created before %s, not %s: younger ones are protected (cleanup.guard.min-age, --older-than)"
                  .formatted(Times.second(overview.createdBefore()), to)));
    }
  }

  /** Claims of dead processes, and sessions beyond the limit, are not what the bars show. */
  private static void beside(PlanOverview overview, List<String> lines) {
    long orphans = overview.plan().orphans();
    if (orphans > 0) {
      lines.add(
          "  %s left open by runs that were interrupted, to be finished first"
              .formatted(Quantity.were(orphans, "claim")));
    }
    long all = overview.plan().eligible().count() + orphans;
    if (all > overview.plan().count()) {
      lines.add(
          "  %d of these %d, the oldest, because of --limit"
              .formatted(overview.plan().count(), all));
    }
  }

  /** The sessions of a saved plan that are not deleted, each with the reason. */
  public static List<String> leftOut(List<SavedPlans.LeftOut> sessions, String title) {
    List<String> lines = new ArrayList<>();
    for (SavedPlans.LeftOut session : sessions) {
      if (lines.size() == MOST_LISTED) {
        lines.add("  %s  and %d more".formatted(title, sessions.size() - MOST_LISTED));
        break;
      }
      lines.add("  %s  %s: %s".formatted(title, session.sessionKey(), session.reason()));
    }
    return lines;
  }

  private static String leftAlone(PlanOverview overview) {
    return overview.leftAlone().entrySet().stream()
        .map(reason -> reason.getValue() + " " + reason.getKey())
        .collect(Collectors.joining(", "));
  }

  private static void guards(
      PlanOverview overview,
      SweepRequest request,
      CleanupProperties.Guard guard,
      List<String> lines) {
    long count = overview.plan().count();
    long idle = overview.plan().leftAlone().idle();
    var rate = request.options().rate();
    String time = "%s at %s".formatted(Durations.text(rate.timeFor(count)), rate);
    if (overview.objection() != null) {
      lines.addAll(Wrap.lines("  ", "    ", "guards: STOPS the run. " + overview.objection()));
      return;
    }
    String share =
        idle < Guard.MIN_IDLE_FOR_SHARE
            ? "share not applied below %d IDLE sessions".formatted(Guard.MIN_IDLE_FOR_SHARE)
            : String.format(
                Locale.ROOT,
                "share ok (%.2f of %s)",
                (double) count / idle,
                request.options().maxShare());
    lines.addAll(
        Wrap.lines(
            "  ",
            "    ",
            "guards: count ok (%d of %d), %s; about %s"
                .formatted(count, guard.maxCount(), share, time)));
  }

  /** How to carry out a plan that was saved just now. */
  public static List<String> saved(long id, String account, long sessions) {
    return List.of(
        "Plan %d of account %s saved: %s. Nothing was deleted."
            .formatted(id, account, Quantity.of(sessions, "session")),
        "  To delete those still eligible: backfill --plan " + id);
  }
}
