package dev.sessioncleanup.section;

import dev.sessioncleanup.settings.CleanupProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that stands on a page. */
public record PageContent(Headline head, List<Section> sections) {
  public PageContent {
    sections = List.copyOf(sections);
  }

  /**
   * Counts everything in the database.
   *
   * @param now the time of the database
   */
  public static PageContent read(
      JdbcClient jdbc, PageScope scope, CleanupProperties settings, Instant now) {
    ScopeQuery query = new ScopeQuery(jdbc, scope);
    Totals totals = Totals.read(query);
    TimeStep step = step(scope, totals, now);
    List<Section> sections = new ArrayList<>();
    sections.add(OutcomeSection.of(query, totals, step));
    sections.add(RateSection.of(query, step));
    sections.add(LatencySection.of(query));
    sections.add(FailureSection.of(query, totals));
    sections.add(DoubtSection.of(query, totals));
    sections.add(BacklogSection.of(query, settings));
    sections.addAll(RequestSection.of(query));
    return new PageContent(Headline.read(query, totals), sections);
  }

  private static TimeStep step(PageScope scope, Totals totals, Instant now) {
    Instant first = totals.first() == null ? now : totals.first();
    Instant last = totals.last() == null ? now : totals.last();
    if (scope instanceof PageScope.Period period) {
      // A period may begin long before the first outcome, and end in the future.
      Instant end = (period.until().isBefore(now) ? period.until() : now).minusMillis(1);
      first = period.since();
      last = first.isBefore(end) ? end : first;
    }
    return TimeStep.covering(first, last);
  }
}
