package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reports say the same whether days are counted or their rows are read. */
@DatabaseTest
class CountedDaysTest {
  private static final List<String> REPORTS =
      List.of("daily", "monthly", "shares", "removed", "backlog");

  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final Reports reports = new Reports(database.dataSource());

  /** Durations before now would make two readings different. */
  private final Map<String, String> moments = new LinkedHashMap<>();

  @BeforeEach
  void fortyDays() throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into cleanup_run (kind, account, created_before, state, planned_at, started_at, finished_at)
          select 'nightly', (array['acme', 'default'])[1 + n % 2], d - interval '30 hours', 'complete', d, d, d
          from generate_series(1, 40) n
          cross join lateral (select now() - n * interval '1 day' as d) x
          order by n desc;
          insert into tracked_session (session_key, account, status, created_at, settled_at)
          select format('KEY-%s-%s', r.run_id, i), r.account, 'IDLE',
                 r.planned_at - interval '31 hours' - i * i * interval '7 hours', case when i <> 4 then r.planned_at end
          from cleanup_run r cross join generate_series(1, 12) i
          where i <> 3;
          insert into session_audit (run_id, session_key, account, outcome, evidence, attempts, recorded_at)
          select r.run_id, format('KEY-%s-%s', r.run_id, i), r.account, x.outcome,
                 case when x.outcome in ('held', 'failed') then null when i = 6 then 'inferred' else 'confirmed' end, i, r.planned_at + i * interval '50 minutes'
          from cleanup_run r cross join generate_series(1, 12) i
          cross join lateral (
            select (array['removed', 'removed', 'removed', 'failed', 'missing', 'removed', 'held', 'started', 'not_idle', 'removed', 'missing', 'removed'])[i] as outcome) x;
          insert into session_hold (session_key, reason, held_by, held_at) values ('KEY-20-1', 'asked', 'maria', now()), ('KEY-30-4', 'asked', 'maria', now());
          """);
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void countsAreThoseOfTheRows() {
    Map<String, List<List<@Nullable Object>>> read = figures();

    assertThat(countDays()).isGreaterThan(30);

    assertThat(figures()).isEqualTo(read);
    assertThat(read.get("daily {}")).hasSizeGreaterThanOrEqualTo(40);
    assertThat(read.get("removed {}")).isNotEmpty();
  }

  @Test
  void yesterdayIsNotCountedYet() {
    countDays();

    assertThat(
            jdbc.sql("select max(day) < (now() at time zone 'UTC')::date - 1 from counted_day")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void insertedOutcomeTakesTheCountsOfItsDayAway() {
    int days = countDays();

    jdbc.sql(
            """
            insert into session_audit (run_id, session_key, account, outcome, evidence, recorded_at)
            select 20, 'RESTORED', 'acme', 'removed', 'confirmed', now() - interval '20 days'
            """)
        .update();

    assertThat(countedDays()).isEqualTo(days - 1);
    assertThatCountsAgree();
    assertThat(countDays()).isEqualTo(1);
    assertThatCountsAgree();
  }

  @Test
  void purgeTakesTheCountsOfItsDaysAway() {
    int days = countDays();

    jdbc.sql("select purge_session_audit(now() - interval '25 days', 'olga')")
        .query(Long.class)
        .single();

    assertThat(countedDays()).isLessThan(days - 10);
    assertThatCountsAgree();
    countDays();
    assertThatCountsAgree();
  }

  /** A sweep does not wait at its end: the next one counts. */
  @Test
  void nothingIsCountedWhileARestoreIsUnderWay() throws SQLException {
    try (Connection restore = database.connection();
        Statement statement = restore.createStatement()) {
      restore.setAutoCommit(false);
      statement.execute(
          """
          insert into session_audit (run_id, session_key, account, outcome, evidence, recorded_at)
          select 20, 'RESTORED', 'acme', 'removed', 'confirmed', now() - interval '20 days'
          """);
      assertThat(countDays()).isZero();
      restore.commit();
    }
    assertThat(countDays()).isGreaterThan(30);
    assertThatCountsAgree();
  }

  @Test
  void releasedClaimsTakeNoCountsAway() {
    int days = countDays();
    jdbc.sql("insert into session_audit (run_id, session_key, account) values (20, 'OPEN', 'acme')")
        .update();
    jdbc.sql("delete from session_audit where outcome is null").update();

    assertThat(countedDays()).isEqualTo(days);
  }

  /** What was settled, reopened and settled again was in the backlog once. */
  @Test
  void reopenedSessionsAreInTheBacklogOnce() throws SQLException {
    countDays();
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into session_reopen (session_key, reason, reopened_by, reopened_at)
          select format('KEY-%s-1', n), 'wrong key', 'nina', now() - interval '12 hours' from generate_series(10, 30) n;
          update tracked_session set settled_at = null
          where session_key in (select session_key from session_reopen) and session_key < 'KEY-2';
          insert into session_audit (run_id, session_key, account, outcome, evidence)
          select 40, o.session_key, t.account, 'removed', 'confirmed'
          from session_reopen o join tracked_session t on t.session_key = o.session_key
          where t.settled_at is not null;
          """);
    }

    assertThatCountsAgree();
  }

  private void assertThatCountsAgree() {
    Map<String, List<List<@Nullable Object>>> counted = figures();
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("create temporary table kept as select * from counted_day");
      statement.execute("create temporary table kept_count as select * from day_count");
      statement.execute("create temporary table kept_age as select * from day_age");
      statement.execute("create temporary table kept_created as select * from day_created");
      statement.execute("delete from counted_day");
      assertThat(counted).isEqualTo(figures());
      statement.execute("insert into counted_day select * from kept");
      statement.execute("insert into day_count select * from kept_count");
      statement.execute("insert into day_age select * from kept_age");
      statement.execute("insert into day_created select * from kept_created");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Map<String, List<List<@Nullable Object>>> figures() {
    Map<String, List<List<@Nullable Object>>> figures = new LinkedHashMap<>();
    List<Map<String, String>> selections =
        List.of(
            Map.of(),
            Map.of("since", "33d", "until", "40h"),
            Map.of("since", day(30), "until", day(3)),
            Map.of("since", "20d", "account", "acme"),
            Map.of("until", day(10)),
            Map.of("until", "230h"));
    for (ReportDescription report : Reports.descriptions()) {
      if (REPORTS.contains(report.name())) {
        for (Map<String, String> selection : selections) {
          Map<String, String> given = new LinkedHashMap<>(selection);
          given
              .keySet()
              .retainAll(report.parameters().stream().map(ReportParameter::name).toList());
          figures.put(
              report.name() + " " + given, reports.run(report.name(), steady(given)).rows());
        }
      }
    }
    return figures;
  }

  private Map<String, String> steady(Map<String, String> given) {
    Map<String, String> values = new LinkedHashMap<>(given);
    values.replaceAll(
        (name, value) ->
            value.matches("\\d+[dh]")
                ? moments.computeIfAbsent(
                    value,
                    text ->
                        jdbc.sql(
                                "select to_char((now() - cast(:ago as interval)) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
                            .param("ago", text.replaceAll("d$", " days").replaceAll("h$", " hours"))
                            .query(String.class)
                            .single())
                : value);
    return values;
  }

  private String day(int ago) {
    return jdbc.sql("select ((now() at time zone 'UTC')::date - :ago)::text")
        .param("ago", ago)
        .query(String.class)
        .single();
  }

  private int countDays() {
    int days = 0;
    while (jdbc.sql("select count_day() is not null").query(Boolean.class).single()) {
      days++;
    }
    return days;
  }

  private int countedDays() {
    return jdbc.sql("select count(*)::int from counted_day").query(Integer.class).single();
  }
}
