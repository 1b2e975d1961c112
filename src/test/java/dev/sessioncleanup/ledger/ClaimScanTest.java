package dev.sessioncleanup.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claiming must not slow down with the number of settled sessions. */
@DatabaseTest
class ClaimScanTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "for update skip locked"})
  void claimReadsUnsettledSessionsInOrderAndNoOthers(String lock) {
    try (TestDatabase database = TestDatabase.migrated()) {
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      jdbc.sql(
              """
              insert into tracked_session (session_key, account, status, created_at, settled_at)
              select 'KEY-' || i, 'acme', case when i % 50 = 0 then 'STARTED' else 'IDLE' end,
                     now() - make_interval(mins => i), case when i % 100 = 1 then null else now() end
              from generate_series(1, 100000) i;
              analyze tracked_session;
              """)
          .update();

      List<String> plan =
          jdbc.sql(
                  """
                  explain (analyze, costs off, timing off, summary off)
                  select session_key from tracked_session
                  where account = 'acme' and status = 'IDLE' and settled_at is null
                    and created_at < now() - interval '7 days'
                  order by created_at, session_key limit 10
                  """
                      + lock)
              .query(String.class)
              .list();

      assertThat(plan)
          .anyMatch(line -> line.matches(".*Index.* Scan using tracked_session_unsettled .*"))
          .noneMatch(line -> line.contains("Seq Scan") || line.contains("Sort"))
          .noneMatch(line -> line.contains("Rows Removed by Filter"));
    }
  }
}
