package dev.sessioncleanup.explain;

import dev.sessioncleanup.pave.SessionKey;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.text.VisibleText;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a run does with a session what it does, as the end of a line. */
final class Reason {
  private Reason() {}

  /**
   * @param stale the age from which sessions are deleted
   */
  static String of(NextSession session, Duration stale) {
    return switch (session.step()) {
      case DELETE -> "IDLE, " + age(session) + " old";
      case RETRY -> "failed before: comes last, with one attempt";
      case FINISH -> finishes(session);
      case FINISH_LOOK_UP ->
          "%s; %s, and a DELETE is unanswered: PAVE is asked with GET"
              .formatted(finishes(session), tracked(session));
      case FINISH_ON_HOLD -> finishes(session) + "; on hold by now";
      case FINISH_NOT_IDLE -> finishes(session) + "; " + tracked(session);
      case FINISH_OTHER_ACCOUNT -> finishes(session) + "; the account was changed since";
      case KEY_INVALID -> "fails: " + problem(session.key());
      case BEYOND_LIMIT -> "beyond the limit of this run";
      case NOT_IDLE -> tracked(session);
      case ON_HOLD -> hold(session.hold());
      case TOO_YOUNG ->
          "too young: %s old, stale from %s".formatted(age(session), Durations.text(stale));
      case IN_PROGRESS -> "run %d is working on it now".formatted(session.claimRun());
      case CLAIM_TOO_YOUNG ->
          "too young by now; run %d left its claim open".formatted(session.claimRun());
      case DONE, SETTLED -> done(session.last());
      case OTHER -> "not one of the sessions of this run";
      case NOT_TRACKED -> "not tracked";
      case NOT_CONFIGURED -> "its account is not configured";
      case PAUSED -> "the run is paused";
      case GUARDED -> "a guard stops the run";
      case OTHER_ACCOUNT -> "another account's";
    };
  }

  static String problem(String key) {
    String problem = SessionKey.problem(key);
    return problem == null ? "the session key cannot be sent to PAVE" : problem;
  }

  static String tracked(NextSession session) {
    return session.status() == null
        ? "no longer tracked"
        : "tracked as " + VisibleText.of(session.status());
  }

  static String age(NextSession session) {
    Duration age = session.age();
    return age == null || age.isNegative() ? "0s" : Durations.text(age);
  }

  static String hold(NextSession.@Nullable Hold hold) {
    if (hold == null) {
      return "on hold";
    }
    String until = hold.until() == null ? "" : " until " + VisibleText.of(hold.until());
    return "on hold%s: %s".formatted(until, VisibleText.of(hold.reason()));
  }

  static String done(NextSession.@Nullable FinalOutcome last) {
    return last == null
        ? "settled"
        : "%s in run %d"
            .formatted(last.outcome().replace('_', ' ').toLowerCase(Locale.ROOT), last.runId());
  }

  private static String finishes(NextSession session) {
    return "finishes what run %d left open".formatted(session.claimRun());
  }
}
