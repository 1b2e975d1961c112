package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.deletion.ModelRemote.Truth;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must always hold between the audit and the truth. */
final class ModelInvariants {
  private static final String ROWS =
      """
      select a.session_key, coalesce(a.outcome, 'open') as outcome, coalesce(a.evidence, '') as evidence, a.attempts, a.unanswered
      from session_audit a
      where a.account = :account
      order by a.audit_id
      """;

  private final JdbcClient jdbc;
  private final String account;
  private final ModelRemote remote;

  record Row(String sessionKey, String outcome, String evidence, int attempts, int unanswered) {
    boolean isFinal() {
      return List.of("removed", "started", "missing").contains(outcome);
    }
  }

  ModelInvariants(JdbcClient jdbc, String account, ModelRemote remote) {
    this.jdbc = jdbc;
    this.account = account;
    this.remote = remote;
  }

  void always() {
    List<Row> all = rows();
    for (String key : remote.keys()) {
      List<Row> rows = all.stream().filter(row -> row.sessionKey().equals(key)).toList();
      doubtIsStored(key, rows);
      rows.stream().filter(Row::isFinal).forEach(row -> isTrue(row, rows));
      assertThat(rows.stream().filter(Row::isFinal))
          .as("final outcomes of %s", key)
          .hasSizeLessThan(2);
      assertThat(rows.stream().mapToInt(Row::attempts).sum())
          .as("attempts of %s: no grant, no send; %s", key, rows)
          .isGreaterThanOrEqualTo(remote.sends(key));
    }
  }

  /** PAVE removed it and the audit does not say so yet: then it says that it does not know. */
  private void doubtIsStored(String key, List<Row> rows) {
    if (remote.truth(key) == Truth.REMOVED && rows.stream().noneMatch(Row::isFinal)) {
      assertThat(rows.stream().mapToInt(Row::unanswered).sum())
          .as("doubt about %s: %s", key, rows)
          .isPositive();
    }
  }

  private void isTrue(Row row, List<Row> rows) {
    Truth truth = remote.truth(row.sessionKey());
    boolean inferred = row.evidence().equals("inferred");
    boolean doubt = rows.stream().anyMatch(each -> each.unanswered() > 0);
    boolean holds =
        switch (row.outcome()) {
          case "removed" ->
              inferred
                  ? doubt && truth != Truth.STARTED && truth != Truth.IDLE
                  : truth == Truth.REMOVED;
          case "started" -> truth == Truth.STARTED;
          default -> truth == Truth.UNKNOWN && !doubt;
        };
    assertThat(holds).as("%s is true of a session that is %s: %s", row, truth, rows).isTrue();
  }

  boolean allSettled() {
    return number(
            "select count(*) from tracked_session t where t.account = :account and t.settled_at is null")
        == 0;
  }

  void atTheEnd() {
    assertThat(allSettled()).as("all sessions are settled: %s", rows()).isTrue();
    assertThat(
            number(
                "select count(*) from session_audit a where a.account = :account and a.outcome is null"))
        .as("open claims")
        .isZero();
    for (String key : remote.keys()) {
      assertThat(rows().stream().filter(row -> row.sessionKey().equals(key)).filter(Row::isFinal))
          .as("final outcomes of %s", key)
          .hasSize(1);
    }
  }

  /** How many sessions are tracked. */
  long count() {
    return number("select count(*) from tracked_session t where t.account = :account");
  }

  private List<Row> rows() {
    return jdbc.sql(ROWS).param("account", account).query(Row.class).list();
  }

  private long number(String sql) {
    return jdbc.sql(sql).param("account", account).query(Long.class).single();
  }
}
