package dev.sessioncleanup.section;

import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.text.FormattedText;
import dev.sessioncleanup.text.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The head of a page.
 *
 * @param lead one sentence that says what the page is about
 * @param warnings what a reader must know before the figures
 */
public record Headline(String title, String lead, List<String> warnings, List<Tile> tiles) {
  public Headline {
    warnings = List.copyOf(warnings);
    tiles = List.copyOf(tiles);
  }

  private static final Set<String> UNFINISHED =
      Set.of("planned", "running", "paused", "interrupted");

  private static final String RUNS =
      """
      select r.run_id, r.state, r.kind, r.account, r.reason, r.duration_seconds
      from report_run r
      where {runs}
      order by r.run_id
      """;

  /** One figure. */
  public record Tile(String name, Object value, String note) {}

  /** A run, as the head names it. */
  private record Run(
      long id,
      String state,
      String kind,
      String account,
      @Nullable String reason,
      @Nullable Long seconds) {
    String warning() {
      if (UNFINISHED.contains(state)) {
        return "Run %d is %s: the figures of this page are not final.".formatted(id, state);
      }
      return "Run %d failed%s. The same command resumes it: the figures of this page are not final."
          .formatted(id, reason == null ? "" : " (" + reason + ")");
    }

    boolean isFinal() {
      return !UNFINISHED.contains(state) && !state.equals("failed");
    }
  }

  static Headline read(ScopeQuery query, Totals totals) {
    if (query.scope() instanceof PageScope.Period period) {
      return ofPeriod(period, totals);
    }
    PageScope.Runs scope = (PageScope.Runs) query.scope();
    List<Run> runs =
        query
            .sql(RUNS)
            .query(
                (row, number) ->
                    new Run(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        (Long) row.getObject(6)))
            .list();
    List<String> warnings = new ArrayList<>(scope.notes());
    runs.stream().filter(run -> !run.isFinal()).map(Run::warning).forEach(warnings::add);
    List<Tile> tiles = new ArrayList<>(tiles(totals));
    if (runs.size() == 1) {
      Run run = runs.getFirst();
      if (run.seconds() != null) {
        tiles.add(
            new Tile(
                "Duration",
                Durations.text(Duration.ofSeconds(run.seconds())),
                "from start to end"));
      }
      return new Headline("Run " + run.id(), lead(run), warnings, tiles);
    }
    tiles.add(new Tile("Runs", (long) runs.size(), "of one command"));
    String ids = String.join(", ", runs.stream().map(run -> String.valueOf(run.id())).toList());
    return new Headline(
        "Runs " + ids, "The runs of one command, one for each account.", warnings, tiles);
  }

  private static String lead(Run run) {
    String ended = run.state() + (run.reason() == null ? "" : ": " + run.reason());
    return "A %s run of account %s; %s.".formatted(run.kind(), run.account(), ended);
  }

  private static Headline ofPeriod(PageScope.Period period, Totals totals) {
    String title =
        "%s to %s".formatted(FormattedText.of(period.since()), FormattedText.of(period.until()));
    String accounts = period.account() == null ? "all accounts" : "account " + period.account();
    List<String> warnings =
        totals.isEmpty()
            ? List.of("Nothing was recorded in this period. Check the dates and the account.")
            : List.of();
    return new Headline(
        title.replace(" 00:00:00", ""),
        "What was recorded in this time (UTC), of %s.".formatted(accounts),
        warnings,
        tiles(totals));
  }

  private static List<Tile> tiles(Totals totals) {
    return List.of(
        new Tile(
            "Removed", totals.removed(), "of " + FormattedText.of(totals.sessions()) + " sessions"),
        new Tile(
            "Not removed",
            totals.started() + totals.missing() + totals.notIdle() + totals.held(),
            "started, missing, not idle, on hold"),
        new Tile("Failed", totals.failed(), "every attempt failed"),
        new Tile("Inferred", totals.inferred(), Quantity.of(totals.open(), "open claim")),
        new Tile(
            "DELETE calls",
            totals.attempts(),
            FormattedText.of(totals.unanswered()) + " unanswered"));
  }
}
