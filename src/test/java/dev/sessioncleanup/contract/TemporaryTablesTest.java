package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.JobLogin;
import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.Grant;
import dev.sessioncleanup.pacing.GrantLead;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pacing.SlotRequest;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Temporary tables come first in a search path: functions must not use them instead of ours. */
@DatabaseTest
class TemporaryTablesTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JobLogin job = JobLogin.create(database);
  private final JdbcTables tables = new JdbcTables(database, job.dataSource());
  private Claim claim = new Claim(0, 0, "", 0, 0, 0, 0, false);
  private int process;

  @BeforeEach
  void claim() {
    process = tables.startProcess();
    Run run =
        tables.runs(process).plan(RunCommand.sweep("default", false), Duration.ofDays(7), null);
    tables.runs(process).start(run.runId(), 1, 1);
    tables.track("A", "default", "IDLE", Duration.ofDays(9));
    Ledger ledger = tables.ledger(process);
    claim = ledger.claim(run.selection(Duration.ofHours(24)), 1).getFirst();
  }

  @AfterEach
  void close() {
    tables.close();
    job.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cleanup_pace",
        "cleanup_run",
        "session_audit",
        "tracked_session",
        "active_hold",
        "live_process",
        "session_hold"
      })
  void paceFunctionsIgnoreTemporaryTables(String table) {
    tables
        .ports()
        .sql("create temporary table %1$s as select * from public.%1$s limit 0".formatted(table))
        .update();
    RateLimiter limiter = tables.limiter(process, claim.runId(), 100);

    assertThat(
            limiter
                .ask(
                    List.of(new SlotRequest(claim.auditId(), claim.revision(), true)),
                    GrantLead.SHORTEST)
                .grants())
        .extracting(Grant::verdict)
        .containsExactly(Grant.Verdict.GRANTED);
    limiter.slowDown(limiter.clock(), Duration.ofSeconds(30), "429 Too Many Requests");

    assertThat(
            tables
                .jdbc()
                .sql(
                    """
                    select format('attempts %s, unanswered %s, share %s', a.attempts, a.unanswered, p.share)
                    from session_audit a join cleanup_pace p using (account)
                    """)
                .query(String.class)
                .single())
        .isEqualTo("attempts 1, unanswered 1, share 0.97");
  }
}
