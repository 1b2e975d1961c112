package dev.sessioncleanup.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a process notices that commits were lost; asked with the job's rights. */
@DatabaseTest
class RegisterProcessTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JobLogin job = JobLogin.create(database);
  private final JdbcClient superuser = JdbcClient.create(database.dataSource());

  @AfterEach
  void close() {
    job.close();
    database.close();
  }

  @Test
  void processesOfTheSameDatabaseNoticeNothing() {
    assertThat(register("null")).isEqualTo("1 same");
    assertThat(register("null")).isEqualTo("2 same");
    assertThat(register("1")).isEqualTo("1 same");
    assertThat(register("null")).isEqualTo("3 same");

    assertThat(doubts()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "system_identifier = '1'   | it runs on another server than before",
        "timeline = '0000000A'     | its server has a new timeline",
        "database_id = 1           | its tables were created anew",
        "audit_id = 1              | its tables were created anew",
        "process_id = 7            | its sequence of process ids went back",
      })
  void anotherDatabaseIsNoticedOnce(String known, String change) {
    register("null");
    superuser.sql("update known_database set " + known).update();

    assertThat(register("null")).contains(change);
    assertThat(register("null")).endsWith("same");

    assertThat(
            superuser
                .sql(
                    """
                    select doubted_by || (created_before between now() - interval '1 minute' and clock_timestamp())
                    from audit_doubt
                    """)
                .query(String.class)
                .list())
        .containsExactly("metrue");
  }

  /** An id that was given out before is never given out again. */
  @Test
  void processIdIsNotReused() {
    register("null");
    superuser.sql("update known_database set process_id = 7").update();

    assertThat(register("null")).startsWith("8 ");
    assertThat(register("null")).startsWith("9 same");
  }

  @Test
  void processNoticesThatItsOwnStartWasLost() {
    assertThat(register("5")).contains("5 it lost the start of this process");

    assertThat(doubts()).isOne();
    assertThat(register("null")).isEqualTo("6 same");
  }

  /** A failover under a running process: it connects again, and the timeline is another. */
  @Test
  void processThatConnectsAgainNoticesAFailover() throws SQLException {
    try (ProcessLock lock = ProcessLock.acquire(database::connection)) {
      assertThat(lock.noticedLostCommits()).isFalse();
      superuser.sql("update known_database set timeline = '0000000A'").update();
      superuser
          .sql("select pg_terminate_backend(:pid)")
          .param("pid", lock.backendPid())
          .query(Boolean.class)
          .single();
      lock.checkNow();

      assertTimeoutPreemptively(
          Duration.ofSeconds(60),
          () -> {
            while (!lock.noticedLostCommits()) {
              Thread.onSpinWait();
            }
          });
      assertThat(doubts()).isOne();
    }
  }

  @Test
  void whatTheServerDoesNotTellIsNotCompared() {
    register("null");
    superuser.sql("update known_database set system_identifier = null, timeline = null").update();

    assertThat(register("null")).endsWith("same");
    assertThat(
            superuser
                .sql("select timeline is null from known_database")
                .query(Boolean.class)
                .single())
        .isFalse();
  }

  private String register(String process) {
    Map<String, Object> row =
        JdbcClient.create(job.dataSource())
            .sql("select * from register_process(%s, 'me')".formatted(process))
            .query()
            .singleRow();
    Object change = row.get("change");
    return row.get("process_id") + " " + (change == null ? "same" : change);
  }

  private long doubts() {
    return superuser.sql("select count(*) from audit_doubt").query(Long.class).single();
  }
}
