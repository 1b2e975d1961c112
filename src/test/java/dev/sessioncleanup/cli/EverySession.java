package dev.sessioncleanup.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sessions of every class that explain and dry runs tell apart, with the step that the next sweep
 * takes for each. Holds the lock of a live process until it is closed.
 */
final class EverySession implements AutoCloseable {
  private static final int DEAD = 1_000_000;

  private final World world;
  private final Connection live;
  private final int liveProcess;
  private final Map<String, String> steps = new LinkedHashMap<>();

  EverySession(World world) throws SQLException {
    this.world = world;
    this.live = world.database.connection();
    this.liveProcess = number("select nextval('cleanup_process_id')::integer");
    number(
        "select 1 from pg_advisory_lock('session_audit'::regclass::oid::integer, %d)"
            .formatted(liveProcess));
    run("select setval('cleanup_process_id', %d)".formatted(DEAD));
    settled();
    eligible();
    leftAlone();
    claimed();
    cancelled();
  }

  /** The expected step by session key. */
  Map<String, String> steps() {
    return steps;
  }

  /** Outcomes that a sweep has recorded, and what operators did afterwards. */
  private void settled() {
    for (String state : new String[] {"IDLE", "STARTED", "EXPIRED"}) {
      session("SET-" + state, "settled");
      world.pave.session(World.key("default"), "SET-" + state, state);
    }
    world.track("default", "SET-MISSING", "IDLE", "30 days");
    steps.put("SET-MISSING", "settled");
    session("AGAIN-TRACKED", "done");
    session("REOPENED", "delete");
    world.run("sweep", "--max-share", "1").exitedWith(0);
    run("delete from tracked_session where session_key = 'AGAIN-TRACKED'");
    world.track("default", "AGAIN-TRACKED", "IDLE", "30 days");
    run(
        "insert into session_reopen (session_key, reason, reopened_by) values ('REOPENED', 'test', 'maria')");
    run("update tracked_session set settled_at = null where session_key = 'REOPENED'");
    world.pave.session(World.key("default"), "REOPENED", "IDLE");
  }

  private void eligible() {
    session("ELIGIBLE", "delete");
    session("HOLD-EXPIRED", "delete");
    world.hold("HOLD-EXPIRED");
    run(
        "update session_hold set expires_at = now() - interval '1 minute' where session_key = 'HOLD-EXPIRED'");
    session("FAILED-BEFORE", "retry");
    claim("FAILED-BEFORE", DEAD, 1, 0);
    run(
        "update session_audit set outcome = 'failed', failures = 1 where session_key = 'FAILED-BEFORE'");
    world.track("default", "UNKNOWN-AT-PAVE", "IDLE", "30 days");
    steps.put("UNKNOWN-AT-PAVE", "delete");
    world.track("default", "..", "IDLE", "30 days");
    steps.put("..", "key_invalid");
    world.track("default", "K".repeat(129), "IDLE", "30 days");
    steps.put("K".repeat(129), "key_invalid");
    world.track("default", "NEW\u0085LINE", "IDLE", "30 days");
    steps.put("NEW\u0085LINE", "key_invalid");
  }

  private void leftAlone() {
    for (String status : new String[] {"STARTED", "EXPIRED", "A_NEW_WORD"}) {
      world.track("default", "NOT-IDLE-" + status, status, "20 days");
      steps.put("NOT-IDLE-" + status, "not_idle");
    }
    session("ON-HOLD", "on_hold");
    world.hold("ON-HOLD");
    world.track("default", "TOO-YOUNG", "IDLE", "6 days");
    steps.put("TOO-YOUNG", "too_young");
    world.track("forgotten", "NOT-CONFIGURED", "IDLE", "30 days");
    steps.put("NOT-CONFIGURED", "not_configured");
    world.account("incomplete").unset("pave.accounts.incomplete.api-secret");
    world.track("incomplete", "INCOMPLETE", "IDLE", "30 days");
    steps.put("INCOMPLETE", "not_configured");
  }

  private void claimed() {
    session("IN-PROGRESS", "in_progress");
    claim("IN-PROGRESS", liveProcess, 1, 1);
    session("CLAIM-UNSENT", "finish");
    claim("CLAIM-UNSENT", DEAD, 0, 0);
    session("CLAIM-IN-DOUBT", "finish");
    claim("CLAIM-IN-DOUBT", DEAD, 1, 1);
    session("CLAIM-CHANGED", "finish_not_idle");
    claim("CLAIM-CHANGED", DEAD, 0, 0);
    run("update tracked_session set status = 'STARTED' where session_key like 'CLAIM-CHANGED'");
    session("CLAIM-CHANGED-IN-DOUBT", "finish_look_up");
    claim("CLAIM-CHANGED-IN-DOUBT", DEAD, 1, 1);
    world.pave.status("CLAIM-CHANGED-IN-DOUBT", "STARTED");
    run(
        "update tracked_session set status = 'STARTED' where session_key = 'CLAIM-CHANGED-IN-DOUBT'");
    session("CLAIM-UNTRACKED", "finish_look_up");
    claim("CLAIM-UNTRACKED", DEAD, 1, 1);
    run("delete from tracked_session where session_key = 'CLAIM-UNTRACKED'");
    session("CLAIM-HELD", "finish_on_hold");
    claim("CLAIM-HELD", DEAD, 1, 0);
    world.hold("CLAIM-HELD");
    session("CLAIM-TOO-YOUNG", "claim_too_young");
    claim("CLAIM-TOO-YOUNG", DEAD, 1, 0);
    run(
        "update tracked_session set created_at = now() - interval '1 hour' where session_key = 'CLAIM-TOO-YOUNG'");
  }

  /** A run releases what a cancelled run claimed and did not send, and selects it anew. */
  private void cancelled() {
    session("CANCELLED-SENT", "finish");
    claim("CANCELLED-SENT", DEAD, 1, 0);
    session("CANCELLED-UNSENT", "delete");
    claim("CANCELLED-UNSENT", DEAD, 0, 0);
    session("CANCELLED-UNSENT-CHANGED", "not_idle");
    claim("CANCELLED-UNSENT-CHANGED", DEAD, 0, 0);
    run(
        "update tracked_session set status = 'STARTED' where session_key = 'CANCELLED-UNSENT-CHANGED'");
    session("CANCELLED-UNSENT-HELD", "on_hold");
    claim("CANCELLED-UNSENT-HELD", DEAD, 0, 0);
    world.hold("CANCELLED-UNSENT-HELD");
    run(
        """
        update cleanup_run set state = 'cancelled' where run_id in (
          select run_id from session_audit where session_key like 'CANCELLED-%')
        """);
  }

  private void session(String key, String step) {
    world.stale(key);
    steps.put(key, step);
  }

  private void claim(String key, int process, int attempts, int unanswered) {
    run(
        """
        with run as (
          insert into cleanup_run (kind, account, created_before, state, process_id)
          values ('nightly', 'default', now(), 'partial', %2$d) returning run_id
        )
        insert into session_audit (run_id, session_key, claimed_by) select run_id, '%1$s', %2$d from run
        """
            .formatted(key, process));
    run(
        "update session_audit set attempts = %d, unanswered = %d where session_key = '%s' and outcome is null"
            .formatted(attempts, unanswered, key));
  }

  private void run(String sql) {
    if (sql.startsWith("select")) {
      world.jdbc.sql(sql).query().listOfRows();
    } else {
      world.jdbc.sql(sql).update();
    }
  }

  private int number(String sql) throws SQLException {
    try (var statement = live.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  @Override
  public void close() throws SQLException {
    live.close();
  }
}
