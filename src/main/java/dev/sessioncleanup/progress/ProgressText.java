package dev.sessioncleanup.progress;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pacing.Pace;
import dev.sessioncleanup.runs.Orders;
import dev.sessioncleanup.text.VisibleText;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words for a run's progress. */
public final class ProgressText {
  private static final double SLOW_GRANT = 0.25;
  private static final int LONGEST_BAR = 16;
  private static final int SHORTEST_BAR = 6;

  private ProgressText() {}

  /** One line without a limit, for output that is not a terminal. */
  public static String line(RunStatus status) {
    String slowed =
        slowed(status.figures().calls().pace(), status.figures().calls().grantSeconds());
    return "%s: %s, %s, %s, %s elapsed, ETA %s%s"
        .formatted(
            VisibleText.of(status.account()),
            done(status),
            outcomes(status, ", "),
            rate(status),
            RunStatus.clock(status.elapsed()),
            status.timeLeft(),
            slowed == null ? "" : ", " + slowed);
  }

  /**
   * A paused run says so first, with who paused it and the way out.
   *
   * @param width of the terminal, where longer lines are cut; 0 for output that is not a terminal
   */
  public static List<String> paused(long run, RunStatus status, Orders orders, int width) {
    String by = orders.pausedBy();
    String paused =
        "%s: paused%s, %s done."
            .formatted(
                VisibleText.of(status.account()),
                by == null ? "" : " by " + VisibleText.of(by),
                done(status));
    String wayOut = "Go on: runs resume %d; end it: runs cancel %d".formatted(run, run);
    return width == 0
        ? List.of(paused + " " + wayOut)
        : List.of(cut(paused, width), cut("  " + wayOut, width));
  }

  /**
   * The lines of the live display: the bar, and why the run is slow.
   *
   * @param width of the terminal; no line is longer
   * @param longestName of the accounts whose runs are shown, so that their bars stand in a column
   */
  public static List<String> lines(RunStatus status, int width, int longestName) {
    List<String> lines = new ArrayList<>();
    lines.add(bar(status, width, longestName));
    String slowed =
        slowed(status.figures().calls().pace(), status.figures().calls().grantSeconds());
    if (slowed != null) {
      lines.add(cut("  " + slowed, width));
    }
    return lines;
  }

  /** What does not fit is left out, the least needed first. */
  private static String bar(RunStatus status, int width, int longestName) {
    String account = VisibleText.of(status.account());
    String head = account + " ".repeat(Math.max(0, longestName - account.length()));
    String needed = " %3d%% %s".formatted(status.percent(), done(status));
    List<String> more =
        List.of(
            "  " + rate(status),
            "  ETA " + status.timeLeft(),
            "  " + outcomes(status, " "),
            "  elapsed " + RunStatus.clock(status.elapsed()));
    int room = width - head.length() - needed.length();
    StringBuilder tail = new StringBuilder();
    for (String part : more) {
      if (room - tail.length() - part.length() < SHORTEST_BAR + 3) {
        break;
      }
      tail.append(part);
    }
    int length = Math.min(LONGEST_BAR, room - tail.length() - 3);
    String bar = "";
    if (length >= SHORTEST_BAR) {
      int filled = length * status.percent() / 100;
      bar = " [" + "#".repeat(filled) + ".".repeat(length - filled) + "]";
    }
    return cut(head + bar + needed + tail, width);
  }

  private static String done(RunStatus status) {
    return status.figures().done() + "/" + status.figures().planned();
  }

  private static String rate(RunStatus status) {
    return String.format(Locale.ROOT, "%.1f/s of %s", status.perSecond(), status.ceiling());
  }

  /** Removed always; of the others those that occurred. */
  private static String outcomes(RunStatus status, String separator) {
    List<String> counts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long count = status.figures().of(outcome);
      if (outcome == Outcome.REMOVED || count > 0) {
        counts.add(outcome.sql().replace('_', ' ') + " " + count);
      }
    }
    long others = status.figures().takenOver().values().stream().mapToLong(Long::longValue).sum();
    if (others > 0) {
      counts.add("of other runs " + others);
    }
    return String.join(separator, counts);
  }

  /** Why the run is slower than its rate; null when it is not. */
  static @Nullable String slowed(Pace pace, double grantSeconds) {
    String reason = VisibleText.of(pace.reason());
    if (pace.throttledUntil() != null) {
      return "throttled until %s: %s"
          .formatted(pace.throttledUntil().truncatedTo(ChronoUnit.SECONDS), reason);
    }
    if (pace.share() < 1) {
      return "slowed to %d%%: %s".formatted((int) (100 * pace.share()), reason);
    }
    return grantSeconds > SLOW_GRANT
        ? String.format(
            Locale.ROOT, "slowed: the database takes %.1f s to grant a slot", grantSeconds)
        : null;
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width));
  }
}
