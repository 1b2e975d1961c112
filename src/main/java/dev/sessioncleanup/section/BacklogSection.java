package dev.sessioncleanup.section;

import dev.sessioncleanup.chart.BarChart;
import dev.sessioncleanup.chart.BarChart.Bar;
import dev.sessioncleanup.chart.BarChart.Series;
import dev.sessioncleanup.chart.Tone;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stale sessions that are left when the page is made, and how long they need. */
final class BacklogSection {
  private static final List<String> AGES =
      List.of("14 days", "30 days", "90 days", "180 days", "365 days", "older");

  /** What a sweep would take: as in the view of eligible sessions, without those on hold. */
  private static final String BY_AGE =
      """
      select width_bucket(extract(epoch from now() - t.created_at)::double precision / 86400,
               array[14, 30, 90, 180, 365]::double precision[]) as class,
             count(*)
      from tracked_session t
      where t.status = 'IDLE' and t.settled_at is null and t.created_at < now() - cast(:stale as interval)
        and (:all or t.account in (:accounts))
        and not exists (select from active_hold h where h.session_key = t.session_key)
      group by 1
      order by 1
      """;

  private static final String BY_ACCOUNT =
      """
      select t.account,
             count(*) filter (where t.settled_at is null and t.status = 'IDLE'
               and t.created_at < now() - cast(:stale as interval)
               and not exists (select from active_hold h where h.session_key = t.session_key)) as stale,
             round(count(*) filter (where t.created_at >= now() - cast(:stale as interval) - interval '168 hours'
               and t.created_at < now() - cast(:stale as interval)) / 7.0, 1) as new_a_day,
             n.rate, n.per_night
      from tracked_session t
      left join lateral (
        select coalesce(r.rate_per_second,
                 split_part(r.options ->> 'rate', '/', 1)::double precision
                   / case split_part(r.options ->> 'rate', '/', 2) when 's' then 1 when 'm' then 60 else 3600 end) as rate,
               least((r.options ->> 'limit')::bigint, (r.options ->> 'guard.max-count')::bigint) as per_night
        from cleanup_run r
        where r.account = t.account and r.kind = 'nightly' and not r.dry_run and r.options is not null
        order by r.run_id desc
        limit 1) n on true
      where :all or t.account in (:accounts)
      group by t.account, n.rate, n.per_night
      order by t.account
      """;

  private BacklogSection() {}

  static Section of(ScopeQuery query, CleanupProperties settings) {
    Section section = new Section("backlog", "Backlog and forecast");
    String stale = settings.olderThan().toSeconds() + " seconds";
    section.say(
        "As it is when this page is made: sessions of the tracking database that are IDLE, unsettled, not on hold and older than %s. A night takes at most what its limit and the guard allow; the forecast assumes one run a night, at the rate and limit of the newest nightly run."
            .formatted(Durations.text(settings.olderThan())));
    PageTable accounts =
        new PageTable(
            "forecast",
            "Stale sessions and nights to clear them",
            "Account | #Stale | #New a day | #Most a night | #DELETE calls take | Nights to clear");
    for (List<@Nullable Object> row :
        query.ofAccounts(BY_ACCOUNT).param("stale", stale).query(ScopeQuery.CELLS).list()) {
      accounts.row(BacklogForecast.of(row, settings).cells());
    }
    if (accounts.isEmpty()) {
      return section.say("No session is tracked.");
    }
    long[] counts = new long[AGES.size()];
    query
        .ofAccounts(BY_AGE)
        .param("stale", stale)
        .query((row, number) -> counts[row.getInt(1)] = row.getLong(2))
        .list();
    PageTable ages = new PageTable("backlog-by-age", "Stale sessions by age", "Up to | #Sessions");
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      String age = Objects.requireNonNull(AGES.get(i));
      ages.row(List.of(age, counts[i]));
      bars.add(new Bar(age.replace(" days", " d"), null, List.of((double) counts[i])));
    }
    return section
        .table(accounts)
        .chart(
            BarChart.named(
                "Backlog by age",
                "Bars, one for each age: the number of stale sessions up to it. The table has the same figures.",
                new Series("stale sessions, by age up to", Tone.BAR),
                bars),
            ages);
  }
}
