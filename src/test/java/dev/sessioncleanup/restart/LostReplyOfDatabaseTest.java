package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A statement is committed and its reply never arrives. */
@DatabaseTest
class LostReplyOfDatabaseTest {
  private static final int SESSIONS = 30;
  private final SharedWorld shared = new SharedWorld();
  private final World world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "insert into cleanup_run; 1",
        "update cleanup_run; 1",
        "update cleanup_run; 2",
        "update cleanup_run; 3",
        "insert into session_audit; 1",
        "insert into session_audit; 2",
        "grant_slots; 1",
        "grant_slots; 4",
        "with said as materialized; 1",
        "with said as materialized; 3"
      })
  void isFoundOutByAskingAgain(String statement, int occurrence) {
    world.trackIdle(SESSIONS);

    sweepBehindProxy(statement, occurrence);

    Truth.assertExact(world);
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    assertThat(world.audited("a.unanswered > 0 or a.attempts <> 1")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT E.JOB_EXECUTION_ID; 1",
        "INSERT INTO BATCH_JOB_INSTANCE; 1",
        "INSERT INTO BATCH_JOB_EXECUTION; 1",
        "INSERT INTO BATCH_STEP_EXECUTION; 2",
        "UPDATE BATCH_JOB_EXECUTION; 1",
        "UPDATE BATCH_JOB_EXECUTION; 2",
        "UPDATE BATCH_STEP_EXECUTION; 2",
        "UPDATE BATCH_STEP_EXECUTION; 4"
      })
  void ofSpringBatchsBooksLeavesNothingUnknown(String statement, int occurrence) {
    world.trackIdle(5);

    sweepBehindProxy(statement, occurrence);

    Truth.assertExact(world);
  }

  private void sweepBehindProxy(String statement, int occurrence) {
    URI url = URI.create(shared.url().substring("jdbc:".length()));
    try (CuttingProxy proxy =
        new CuttingProxy(url.getHost(), url.getPort(), statement, occurrence)) {
      // Without names for prepared statements their text is in every call.
      String through =
          "jdbc:postgresql://127.0.0.1:%d%s?prepareThreshold=0"
              .formatted(proxy.port(), url.getPath());
      Child child =
          world.start("sweep", "--cleanup.rate=15/s", "--spring.datasource.url=" + through);
      assertThat(child.exit()).as(child.said()).isZero();
      assertThat(proxy.cuts()).isEqualTo(1);
    }
  }
}
