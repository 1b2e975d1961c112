package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.simulator.Effect;
import dev.sessioncleanup.simulator.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the audit with PAVE's log, session by session: nothing lost, nothing twice, all true.
 */
final class Truth {
  private final World world;
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, List<Row>> audit;
  private final Map<String, Long> deletes;
  private final Set<String> removedThere;
  private final Set<String> settled;

  record Row(
      String sessionKey,
      String outcome,
      String evidence,
      int attempts,
      int unanswered,
      long runId) {
    boolean isFinal() {
      return Set.of("removed", "started", "missing").contains(outcome);
    }
  }

  private Truth(World world) {
    this.world = world;
    this.audit =
        world
            .jdbc
            .sql(
                """
                select a.session_key, coalesce(a.outcome, 'open') as outcome, coalesce(a.evidence, '') as evidence,
                       a.attempts, a.unanswered, a.run_id
                from session_audit a
                order by a.audit_id
                """)
            .query(Row.class)
            .list()
            .stream()
            .collect(Collectors.groupingBy(Row::sessionKey));
    this.deletes = new HashMap<>(world.pave.deletesByKey());
    this.removedThere = world.pave.removed();
    this.settled =
        Set.copyOf(
            world.texts("select session_key from tracked_session where settled_at is not null"));
  }

  /** All is done, and all that is on record is true. */
  static void assertExact(World world) {
    Truth truth = new Truth(world);
    world.sessions().forEach(truth::session);
    truth.books();
    assertThat(truth.wrong).as("what the audit has wrong").isEmpty();
  }

  /** How many outcomes were inferred from a lost reply. */
  static long inferred(World world) {
    return world.audited("a.evidence = 'inferred' and a.outcome = 'removed'");
  }

  private void session(Session session) {
    List<Row> rows = audit.getOrDefault(session.key(), List.of());
    long sent = deletes.getOrDefault(session.key(), 0L);
    if (!session.eligible()) {
      check(sent == 0 && rows.isEmpty(), session, rows, "is none of the job's business");
      return;
    }
    List<Row> last = rows.stream().filter(Row::isFinal).toList();
    check(last.size() == 1, session, rows, "has not exactly one final outcome");
    check(
        rows.stream().noneMatch(row -> row.outcome().equals("open")), session, rows, "is claimed");
    check(settled.contains(session.key()), session, rows, "is not settled");
    check(
        sent <= rows.stream().mapToInt(Row::attempts).sum(),
        session,
        rows,
        "was sent %d times, more than granted".formatted(sent));
    last.forEach(row -> outcome(session, row, rows));
  }

  private void outcome(Session session, Row row, List<Row> rows) {
    boolean gone = removedThere.contains(session.key());
    boolean inferred = row.evidence().equals("inferred");
    boolean doubt = rows.stream().anyMatch(each -> each.unanswered() > 0);
    if (inferred) {
      boolean neverKnown = session.truth().equals(Session.UNKNOWN);
      check(
          row.outcome().equals("removed") && doubt && (gone || neverKnown),
          session,
          rows,
          "is inferred without a reason");
    } else {
      check(row.outcome().equals(session.outcome()), session, rows, "has an untrue outcome");
      check(
          !row.outcome().equals("removed") || wordOfRemoval(session.key()),
          session,
          rows,
          "is confirmed, but PAVE never said so");
    }
  }

  private boolean wordOfRemoval(String key) {
    return world.pave.log().stream()
        .filter(exchange -> exchange.sessionKey().equals(key))
        .filter(exchange -> exchange.effect() == Effect.REMOVED)
        .anyMatch(exchange -> saidSo(exchange));
  }

  private static boolean saidSo(Exchange exchange) {
    return exchange.status() == 200;
  }

  private void books() {
    wrong.addAll(
        world.texts(
            """
            select 'run ' || run_id || ' is left ' || state || ' (' || coalesce(reason, '') || ')' from cleanup_run
            where state in ('planned', 'running', 'paused', 'failed') or finished_at is null
            order by run_id
            """));
    wrong.addAll(
        world.texts(
            """
            select 'job execution ' || job_execution_id || ' is ' || status from batch_job_execution
            where status not in ('COMPLETED', 'FAILED', 'STOPPED')
            union all
            select 'step execution ' || step_execution_id || ' is UNKNOWN' from batch_step_execution where status = 'UNKNOWN'
            order by 1
            """));
  }

  private void check(boolean holds, Session session, List<Row> rows, String words) {
    if (!holds) {
      wrong.add(session + " " + words + ": " + rows + ", sent " + deletes.get(session.key()));
    }
  }
}
