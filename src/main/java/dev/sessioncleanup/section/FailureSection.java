package dev.sessioncleanup.section;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sessions that failed every attempt, with PAVE's words. */
final class FailureSection {
  static final int MOST_ROWS = 100;
  private static final int MOST_REASONS = 20;

  /** The key in PAVE's words would make every reason another one. */
  private static final String REASONS =
      """
      select left(replace(coalesce(nullif(a.detail, ''), 'no detail'), a.session_key, 'KEY'), 500) as reason,
             a.http_status::text, count(*), sum(a.attempts)::bigint, count(*) over () as reasons
      from session_audit a
      where {outcomes} and a.outcome = 'failed'
      group by 1, 2
      order by 3 desc, 1, 2
      limit :most
      """;

  private static final String SESSIONS =
      """
      select a.session_key, a.run_id::text, a.account, a.http_status::text, left(a.detail, 500), a.attempts, a.unanswered,
             a.recorded_at, t.settled_at
      from session_audit a
      left join tracked_session t on t.session_key = a.session_key
      where {outcomes} and a.outcome = 'failed'
      order by a.recorded_at desc, a.audit_id desc
      limit :most
      """;

  private FailureSection() {}

  static Section of(ScopeQuery query, Totals totals) {
    Section section = new Section("failures", "Failures");
    List<List<@Nullable Object>> reasons =
        query.sql(REASONS).param("most", MOST_REASONS).query(ScopeQuery.CELLS).list();
    if (reasons.isEmpty()) {
      return section.say("No session failed every attempt.");
    }
    long all = ((Number) Objects.requireNonNull(reasons.getFirst().get(4))).longValue();
    PageTable byReason =
        new PageTable(
                "failure-reasons",
                "Failed sessions by reason, in PAVE's words",
                "Reason | HTTP status | #Sessions | #DELETE calls")
            .rows(reasons)
            .leftOut(all - reasons.size(), "'report failures' lists them by session");
    List<List<@Nullable Object>> sessions =
        query.sql(SESSIONS).param("most", MOST_ROWS).query(ScopeQuery.CELLS).list();
    PageTable bySession =
        new PageTable(
                "failures-by-session",
                "Failed sessions, newest first",
                "!Session | Run | Account | HTTP status | Last reply or fault | #Attempts | #Unanswered | Recorded (UTC) | Settled since (UTC)")
            .rows(sessions)
            .leftOut(totals.failed() - sessions.size(), command(query));
    return section
        .say("They stay eligible: the next run tries each of them again, after all others.")
        .table(byReason)
        .table(bySession);
  }

  private static String command(ScopeQuery query) {
    return query.scope() instanceof PageScope.Runs runs && runs.ids().size() == 1
        ? "'report failures -p run=%d' lists them all".formatted(runs.ids().getFirst())
        : "'report failures' lists them all";
  }
}
