package dev.sessioncleanup.explain;

import java.util.Locale;

/** What the next run would do with a session, and the reason in one word. */
public enum NextStep {
  /** Eligible. */
  DELETE(Action.DELETE),
  /** Eligible, but it failed in an earlier run. */
  RETRY(Action.DELETE),
  /** The claim of a dead process; the session is still IDLE. */
  FINISH(Action.DELETE),
  /** As FINISH, but the session is no longer IDLE and a DELETE is unanswered: PAVE is asked. */
  FINISH_LOOK_UP(Action.RECORD),
  FINISH_ON_HOLD(Action.RECORD),
  FINISH_NOT_IDLE(Action.RECORD),
  FINISH_OTHER_ACCOUNT(Action.RECORD),
  /** Eligible, but its key cannot be sent to PAVE. */
  KEY_INVALID(Action.RECORD),
  /** Eligible, but the limit of the run ends before it. */
  BEYOND_LIMIT(Action.LEAVE),
  NOT_IDLE(Action.LEAVE),
  ON_HOLD(Action.LEAVE),
  TOO_YOUNG(Action.LEAVE),
  /** The claim of a live process. */
  IN_PROGRESS(Action.LEAVE),
  /** The claim of a dead process, of a session that is too young to be touched. */
  CLAIM_TOO_YOUNG(Action.LEAVE),
  /** Its final outcome is recorded, and its tracking row was inserted again. */
  DONE(Action.LEAVE),
  /** Not among the sessions of the run, although nothing else is against it. */
  OTHER(Action.LEAVE),
  SETTLED(Action.LEAVE),
  NOT_TRACKED(Action.LEAVE),
  NOT_CONFIGURED(Action.LEAVE),
  /** The sweep resumes a run that an operator has paused. */
  PAUSED(Action.LEAVE),
  /** A guard stops the run. */
  GUARDED(Action.LEAVE),
  OTHER_ACCOUNT(Action.LEAVE);

  /** What happens to the session. */
  enum Action {
    /** A DELETE is sent. */
    DELETE,
    /** No DELETE is sent, but an outcome is recorded. */
    RECORD,
    /** Nothing. */
    LEAVE;

    /** The name in lists. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Action action;

  NextStep(Action action) {
    this.action = action;
  }

  Action action() {
    return action;
  }

  /** The name in lists. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static NextStep of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
