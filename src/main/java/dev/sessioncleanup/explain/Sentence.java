package dev.sessioncleanup.explain;

import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the next sweep does with a session and why, in sentences. */
final class Sentence {
  private Sentence() {}

  /**
   * @param stale the age from which sessions are deleted
   */
  static String of(Forecast forecast, Duration stale) {
    NextSession session = forecast.session();
    NextSweep sweep = forecast.sweep();
    if (session == null || sweep == null) {
      return "The next sweep does nothing with it: it is not tracked.";
    }
    String what =
        switch (forecast.step()) {
          case NOT_CONFIGURED -> "leaves it alone: " + forecast.problem();
          case OTHER_ACCOUNT ->
              "with --account leaves it alone: it is a session of account %s."
                  .formatted(VisibleText.of(session.account()));
          case PAUSED ->
              "waits: run %d is paused, and it resumes that run first.".formatted(id(sweep));
          case GUARDED -> "does nothing, because a guard stops it: %s".formatted(sweep.objection());
          default -> claimed(session, stale);
        };
    boolean resumes = sweep.resumed() != null && forecast.step().action() != NextStep.Action.LEAVE;
    return "The next sweep "
        + what
        + (resumes ? " Before new sessions it resumes run %d.".formatted(id(sweep)) : "");
  }

  private static long id(NextSweep sweep) {
    return Objects.requireNonNull(sweep.resumed()).runId();
  }

  private static String claimed(NextSession session, Duration stale) {
    return switch (session.step()) {
      case DELETE ->
          "sends a DELETE for it: it is IDLE, %s old (stale from %s) and not on hold."
              .formatted(Reason.age(session), Durations.text(stale));
      case RETRY ->
          "sends a DELETE for it, after all others and only once: it failed in an earlier run.";
      case FINISH ->
          "takes over the claim that run %d left open, and sends a DELETE: the process of that run is dead.%s"
              .formatted(session.claimRun(), doubt(session));
      case FINISH_LOOK_UP ->
          "takes over the claim that run %d left open, and asks PAVE with GET: %s, and it is %s. It sends no DELETE."
              .formatted(session.claimRun(), unanswered(session), Reason.tracked(session));
      case FINISH_ON_HOLD -> closes(session) + Reason.hold(session.hold()) + ".";
      case FINISH_NOT_IDLE -> closes(session) + "it is " + Reason.tracked(session) + ".";
      case FINISH_OTHER_ACCOUNT ->
          closes(session) + "the tracking row names another account by now.";
      case KEY_INVALID ->
          "records it as failed and does not ask PAVE: %s. Correct the tracking row."
              .formatted(Reason.problem(session.key()));
      default -> "leaves it alone: " + alone(session, stale);
    };
  }

  private static String alone(NextSession session, Duration stale) {
    return switch (session.step()) {
      case NOT_IDLE ->
          "it is %s, and only IDLE sessions are deleted.".formatted(Reason.tracked(session));
      case TOO_YOUNG ->
          "it is %s old, and sessions are stale from %s%s."
              .formatted(
                  Reason.age(session), Durations.text(stale), staleAt(session.createdAt(), stale));
      case IN_PROGRESS -> "run %d is working on it now.".formatted(session.claimRun());
      case CLAIM_TOO_YOUNG ->
          "run %d left its claim open, but by its tracking row it is younger than cleanup.guard.min-age."
              .formatted(session.claimRun());
      case DONE ->
          "it was %s. The sweep only marks its tracking row as settled again."
              .formatted(Reason.done(session.last()));
      case SETTLED ->
          session.last() == null
              ? "it is settled, although no outcome is recorded (any more)."
              : "it is settled, %s.".formatted(Reason.done(session.last()));
      default -> "it is " + Reason.of(session, stale) + ".";
    };
  }

  private static String staleAt(@Nullable Instant created, Duration stale) {
    return created == null ? "" : ", which is at " + VisibleText.of(created.plus(stale));
  }

  private static String closes(NextSession session) {
    return "closes the claim that run %d left open, and sends nothing: "
        .formatted(session.claimRun());
  }

  private static String doubt(NextSession session) {
    return session.unanswered() == 0
        ? ""
        : " %s, so a 404 means that we removed it.".formatted(capital(unanswered(session)));
  }

  private static String unanswered(NextSession session) {
    return Quantity.were(session.unanswered(), "DELETE") + " not answered";
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
