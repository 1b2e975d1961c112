package dev.sessioncleanup.metrics;

/**
 * The names of the metrics. {@code k8s/monitoring/README.md} says what each means; rules and
 * dashboard use them.
 */
public final class MetricNames {
  /** Audit rows recorded, by outcome and evidence. */
  public static final String OUTCOMES = "session.cleanup.outcomes";

  /** Replies of PAVE to DELETE and GET, by status class. */
  public static final String REPLIES = "session.cleanup.replies";

  /** DELETE calls. */
  public static final String ATTEMPTS = "session.cleanup.attempts";

  /** Replies that asked to slow down. */
  public static final String THROTTLED = "session.cleanup.throttled";

  /** How many calls waited for a slot of the rate limiter, and how long. */
  public static final String SLOT_WAIT = "session.cleanup.slot.wait";

  /** The share of the ceiling that PAVE lets the account use. */
  public static final String PACE = "session.cleanup.pace";

  /** Claims without an outcome. */
  public static final String OPEN_CLAIMS = "session.cleanup.claims.open";

  /** Sessions of the runs, with and without an outcome. */
  public static final String PLANNED = "session.cleanup.planned";

  /** Stale sessions that are left. */
  public static final String BACKLOG = "session.cleanup.backlog";

  /** When the oldest session of the backlog was created, seconds since the epoch. */
  public static final String BACKLOG_OLDEST = "session.cleanup.backlog.oldest.time";

  /** How long the runs take or took. */
  public static final String DURATION = "session.cleanup.run.duration";

  /** When a run was last complete, seconds since the epoch. */
  public static final String LAST_SUCCESS = "session.cleanup.last.success.time";

  /** The exit code of the runs, once they have ended. */
  public static final String EXIT_CODE = "session.cleanup.exit.code";

  /** Label: the account. */
  public static final String ACCOUNT = "account";

  /** Label: nightly or backfill. */
  public static final String KIND = "kind";

  private MetricNames() {}
}
