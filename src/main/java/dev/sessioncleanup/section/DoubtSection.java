package dev.sessioncleanup.section;

import dev.sessioncleanup.text.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is inferred, unanswered or still open. */
final class DoubtSection {
  private static final int MOST_ROWS = 20;

  private static final String EVIDENCE =
      """
      select replace(a.outcome, '_', ' '), count(*) filter (where a.evidence = 'confirmed'),
             count(*) filter (where a.evidence = 'inferred'), sum(a.unanswered)::bigint
      from session_audit a
      where {outcomes}
      group by a.outcome
      order by array_position(array['removed', 'started', 'missing', 'not_idle', 'held', 'failed'], a.outcome)
      """;

  private static final String OPEN =
      """
      select a.session_key, a.run_id::text, a.account, a.claimed_at,
             case when a.claimed_by in (select p.process_id from live_process p) then 'alive'
                  else 'dead: the next run takes it over' end,
             a.attempts, a.unanswered, left(a.detail, 500)
      from session_audit a
      where {claims}
      order by a.claimed_at, a.audit_id
      limit :most
      """;

  private DoubtSection() {}

  static Section of(ScopeQuery query, Totals totals) {
    Section section = new Section("doubts", "Doubts");
    List<List<@Nullable Object>> open =
        query.sql(OPEN).param("most", MOST_ROWS).query(ScopeQuery.CELLS).list();
    section.say(sentence(totals));
    return section
        .table(
            new PageTable(
                    "evidence",
                    "Outcomes by evidence",
                    "Outcome | #Confirmed | #Inferred | #Unanswered DELETE calls")
                .rows(query.sql(EVIDENCE).query(ScopeQuery.CELLS).list()))
        .table(
            new PageTable(
                    "open-claims",
                    "Claims without an outcome, oldest first",
                    "!Session | Run | Account | Claimed (UTC) | Its process | #Attempts | #Unanswered | Last reply or fault")
                .rows(open)
                .leftOut(totals.open() - open.size(), "'report open-claims' lists them all"));
  }

  private static String sentence(Totals totals) {
    if (totals.inferred() == 0 && totals.unanswered() == 0 && totals.open() == 0) {
      return "None: PAVE answered every DELETE, and confirmed every outcome that it decides.";
    }
    return "%s inferred: PAVE's reply was lost and the session is gone, or only the tracking database was asked. The effect of %s is unknown. %s open."
        .formatted(
            Quantity.were(totals.inferred(), "outcome"),
            Quantity.of(totals.unanswered(), "DELETE call"),
            totals.open() == 1 ? "1 claim is" : totals.open() + " claims are");
  }
}
