package dev.sessioncleanup.section;

import dev.sessioncleanup.settings.Rate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runs, who asked for them and steered them, and the settings in force. */
final class RequestSection {
  private static final int MOST_ROWS = 100;

  private static final String RUNS =
      """
      select r.run_id::text, r.account, r.kind, r.state, r.started_at, r.duration_seconds, r.planned_count, r.sessions,
             r.removed, r.failed, r.throttled, r.reason
      from report_run r
      where {runs}
      order by r.run_id desc
      limit :most
      """;

  private static final String REQUESTS =
      """
      select r.run_id::text, coalesce(r.requested_by, 'unknown'), r.planned_at, r.carried_out_by,
             (select string_agg(distinct e.host, ', ' order by e.host) from run_event e where e.run_id = r.run_id)
      from cleanup_run r
      where {runs}
      order by r.run_id desc
      limit :most
      """;

  /** The processes that worked on a run are events too, but nobody asked for those. */
  private static final String STEERED =
      """
      select r.run_id::text, e.happened_at, e.event, e.rate, e.actor, e.in_effect_at
      from cleanup_run r
      join run_event e on e.run_id = r.run_id
      where {runs} and e.event <> 'started'
      order by e.event_id desc
      limit :most
      """;

  private static final String SETTINGS =
      """
      select o.key, o.value, count(*), max(r.run_id)::text
      from cleanup_run r
      cross join lateral jsonb_each_text(r.options) as o
      where {runs}
      group by 1, 2
      order by 1, 4 desc
      limit :most
      """;

  /** To JSON and back, since not every schema that this program works with has seals. */
  private static final String SEALS =
      """
      select r.run_id::text, r.account, to_jsonb(r) ->> 'seal' as seal
      from cleanup_run r
      where {runs} and to_jsonb(r) ->> 'seal' is not null
      order by r.run_id desc
      limit :most
      """;

  private RequestSection() {}

  static List<Section> of(ScopeQuery query) {
    long all =
        query.sql("select count(*) from cleanup_run r where {runs}").query(Long.class).single();
    List<Section> sections = new ArrayList<>();
    Section runs = new Section("runs", "Runs and who asked");
    if (all == 0) {
      runs.say("No run was planned.");
    }
    long left = all - MOST_ROWS;
    sections.add(
        runs.table(
                table(
                    query,
                    RUNS,
                    left,
                    "runs",
                    "Runs, newest first",
                    "Run | Account | Kind | State | Started (UTC) | #Duration, seconds | #Planned | #Sessions | #Removed | #Failed | #Slowed down | Reason"))
            .table(
                table(
                    query,
                    REQUESTS,
                    left,
                    "requests",
                    "Who asked for each run",
                    "Run | Requested by | Planned (UTC) | Carried out by | Hosts"))
            .table(steered(query)));
    if (all > 0) {
      sections.add(
          new Section("settings", "Settings in force")
              .say(
                  "Options and settings as each run recorded them, and the number of runs with each value.")
              .table(
                  table(
                      query,
                      SETTINGS,
                      0,
                      "options",
                      "Settings",
                      "Setting | Value | #Runs | Newest run")));
    }
    PageTable seals = table(query, SEALS, left, "seals", "Seals", "Run | Account | !Seal");
    if (!seals.isEmpty()) {
      sections.add(
          new Section("seals", "Seal")
              .say(
                  "Keep this page: a seal proves later that nobody has changed the audit of the run since.")
              .table(seals));
    }
    return sections;
  }

  private static PageTable table(
      ScopeQuery query, String sql, long left, String id, String caption, String columns) {
    return new PageTable(id, caption, columns)
        .rows(query.sql(sql).param("most", MOST_ROWS).query(ScopeQuery.CELLS).list())
        .leftOut(left, "'report runs' lists them all");
  }

  private static PageTable steered(ScopeQuery query) {
    PageTable table =
        new PageTable(
            "steered",
            "Pauses, cancels and rate changes, newest first",
            "Run | When (UTC) | What | Who | In effect (UTC)");
    for (List<@Nullable Object> row :
        query.sql(STEERED).param("most", MOST_ROWS).query(ScopeQuery.CELLS).list()) {
      List<@Nullable Object> cells = new ArrayList<>(row);
      Object rate = cells.remove(3);
      if (rate instanceof Double perSecond) {
        cells.set(2, "rate " + new Rate(perSecond));
      }
      table.row(cells);
    }
    return table;
  }
}
