package dev.sessioncleanup.section;

import dev.sessioncleanup.jdbc.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Statements about what a page covers. In a statement {@code {outcomes}} stands for the condition
 * on a recorded audit row {@code a}, {@code {claims}} on an open one, {@code {runs}} on a run
 * {@code r}.
 */
final class ScopeQuery {
  private static final String ACCOUNT =
      " and (cast(:account as text) is null or %s.account = :account)";

  private final JdbcClient jdbc;
  private final PageScope scope;

  ScopeQuery(JdbcClient jdbc, PageScope scope) {
    this.jdbc = jdbc;
    this.scope = scope;
  }

  PageScope scope() {
    return scope;
  }

  /** Binds {@code :accounts}, the accounts of the page, and {@code :all}, whether it is of all. */
  StatementSpec ofAccounts(String sql) {
    PageScope.Period period = scope instanceof PageScope.Period some ? some : null;
    boolean all = period != null && period.account() == null;
    return jdbc.sql(sql).param("all", all).param("accounts", all ? List.of("") : accounts(period));
  }

  private List<String> accounts(PageScope.@Nullable Period period) {
    return period != null && period.account() != null
        ? List.of(period.account())
        : sql("select distinct r.account from cleanup_run r where {runs} order by 1")
            .query(String.class)
            .list();
  }

  StatementSpec sql(String sql) {
    if (scope instanceof PageScope.Period period) {
      return jdbc.sql(
              sql.replace(
                      "{outcomes}",
                      "a.recorded_at >= :since and a.recorded_at < :until" + ACCOUNT.formatted("a"))
                  .replace(
                      "{claims}",
                      "a.outcome is null and a.claimed_at >= :since and a.claimed_at < :until"
                          + ACCOUNT.formatted("a"))
                  .replace(
                      "{runs}",
                      "not r.dry_run and r.planned_at >= :since and r.planned_at < :until"
                          + ACCOUNT.formatted("r")))
          .param("since", Timestamps.parameter(period.since()))
          .param("until", Timestamps.parameter(period.until()))
          .param("account", period.account());
    }
    PageScope.Runs runs = (PageScope.Runs) scope;
    return jdbc.sql(
            sql.replace("{outcomes}", "a.run_id in (:runs) and a.outcome is not null")
                .replace("{claims}", "a.run_id in (:runs) and a.outcome is null")
                .replace("{runs}", "r.run_id in (:runs)"))
        .param("runs", runs.ids());
  }

  /** Reads each row into a list, in the order of the columns. */
  static final RowMapper<List<@Nullable Object>> CELLS = (row, number) -> cells(row);

  private static List<@Nullable Object> cells(ResultSet row) throws SQLException {
    List<@Nullable Object> cells = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      boolean time = row.getMetaData().getColumnTypeName(i).equals("timestamptz");
      cells.add(time ? moment(row, i) : row.getObject(i));
    }
    return cells;
  }

  private static @Nullable Instant moment(ResultSet row, int column) throws SQLException {
    return Timestamps.read(row, row.getMetaData().getColumnLabel(column));
  }
}
