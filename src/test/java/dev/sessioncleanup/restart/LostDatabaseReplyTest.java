package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A statement is committed, but its reply never arrives. */
@DatabaseTest
@ProcessTest
class LostDatabaseReplyTest {
  private static final int SESSIONS = 30;
  private static final int FEW = 3;
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  /** Some of them, chosen by the seed; all if rounds are requested. */
  static Stream<Arguments> some() {
    List<Arguments> all =
        new ArrayList<>(
            List.of(
                Arguments.of("insert into cleanup_run", 1),
                Arguments.of("update cleanup_run", 1),
                Arguments.of("update cleanup_run", 2),
                Arguments.of("update cleanup_run", 3),
                Arguments.of("insert into session_audit", 1),
                Arguments.of("insert into session_audit", 2),
                Arguments.of("grant_slots", 1),
                Arguments.of("grant_slots", 4),
                Arguments.of("with finding as materialized", 1),
                Arguments.of("with finding as materialized", 3),
                Arguments.of("SELECT E.JOB_EXECUTION_ID", 1),
                Arguments.of("INSERT INTO BATCH_JOB_INSTANCE", 1),
                Arguments.of("INSERT INTO BATCH_JOB_EXECUTION", 1),
                Arguments.of("INSERT INTO BATCH_STEP_EXECUTION", 2),
                Arguments.of("UPDATE BATCH_JOB_EXECUTION", 1),
                Arguments.of("UPDATE BATCH_JOB_EXECUTION", 2),
                Arguments.of("UPDATE BATCH_STEP_EXECUTION", 2),
                Arguments.of("UPDATE BATCH_STEP_EXECUTION", 4)));
    Collections.shuffle(all, new Random(RestartRoundsTest.SEED));
    return all.stream().limit(RestartRoundsTest.LONG ? all.size() : FEW);
  }

  @ParameterizedTest
  @MethodSource("some")
  void lostReplyIsResolvedByReadingBack(String statement, int occurrence) {
    world.trackIdle(SESSIONS);

    sweepThroughProxy(statement, occurrence);

    EndState.assertExact(world);
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    assertThat(world.audited("a.unanswered > 0 or a.attempts <> 1")).isZero();
  }

  private void sweepThroughProxy(String statement, int occurrence) {
    try (CuttingProxy proxy = shared.proxy(statement, occurrence)) {
      ChildProcess child =
          world.start(
              "sweep",
              "--cleanup.rate=15/s",
              "--spring.datasource.url=" + shared.urlThrough(proxy));
      assertThat(child.exit()).as(child.output()).isZero();
      assertThat(proxy.cuts()).as("%s, occurrence %d", statement, occurrence).isEqualTo(1);
    }
  }
}
