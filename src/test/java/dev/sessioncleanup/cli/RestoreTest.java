package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A backup is restored that knows nothing of the last sweep, which removed 8 sessions. */
@DatabaseTest
class RestoreTest {
  private static final String NEVER_OURS = "RST-NEVEROURS1";

  private final World world = new World();
  private final TestDatabase restored = sweepBetweenBackupAndRestore();
  private final JdbcClient jdbc = JdbcClient.create(restored.dataSource());

  private TestDatabase sweepBetweenBackupAndRestore() {
    world.stale(IntStream.range(0, 12).mapToObj("RST-%010d"::formatted).toArray(String[]::new));
    world.run("sweep", "--limit", "4").exitedWith(3);
    TestDatabase backup = world.database.copy();
    world.run("sweep").exitedWith(0);
    return backup;
  }

  @BeforeEach
  void useTheRestoredDatabase() {
    assertThat(world.pave.removed()).hasSize(12);
    world.set("spring.datasource.url", restored.jdbcUrl());
  }

  @AfterEach
  void close() {
    restored.close();
    world.close();
  }

  @Test
  void noSessionThatWeRemovedIsMissing() {
    Shell.Ended ended =
        world
            .run("sweep")
            .exitedWith(0)
            .says("its tables were created anew (a restored backup or a copy)");
    assertThat(ended.err()).contains("The database may have lost commits");

    assertThat(sessions("outcome = 'removed'")).isEqualTo(new TreeSet<>(world.pave.removed()));
    assertThat(sessions("outcome = 'removed' and evidence = 'inferred'")).hasSize(8);
    assertThat(sessions("outcome = 'missing'")).isEmpty();
    assertThat(
            jdbc.sql("select max(detail) from session_audit where evidence = 'inferred'")
                .query(String.class)
                .single())
        .contains("a DELETE of ours may have left no trace in the audit");
  }

  /** Sessions that came later are not in doubt, and a second process finds nothing new. */
  @Test
  void laterSessionsAreStillRecordedAsMissing() {
    world.run("sweep").exitedWith(0);
    // As if three weeks had passed since.
    jdbc.sql("update audit_doubt set created_before = created_before - interval '20 days'")
        .update();
    jdbc.sql(
            "insert into tracked_session (session_key, created_at) values (?, now() - interval '10 days')")
        .param(NEVER_OURS)
        .update();

    assertThat(world.run("sweep").exitedWith(0).err()).doesNotContain("lost commits");

    assertThat(sessions("outcome = 'missing' and evidence = 'confirmed'"))
        .containsExactly(NEVER_OURS);
    assertThat(jdbc.sql("select count(*) from audit_doubt").query(Long.class).single()).isOne();
  }

  /** A storage snapshot that was rolled back cannot be told from the database before. */
  @Test
  void operatorCorrectsWhatWasRecordedBeforeAnybodyKnew() {
    jdbc.sql("delete from known_database").update();
    String before =
        jdbc.sql("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
            .query(String.class)
            .single();
    world.run("sweep").exitedWith(0);
    assertThat(sessions("outcome = 'missing'")).hasSize(8);
    String[] command = {
      "reopen",
      "--doubt",
      "--since",
      before,
      "--reason",
      "restored",
      "--requested-by",
      "maria",
      "--yes"
    };

    world.run(command).exitedWith(0).says("Makes 8 sessions eligible again, recorded as missing");
    world.run("sweep").exitedWith(0);

    assertThat(sessions("outcome = 'removed' and generation = 1 and evidence = 'inferred'"))
        .hasSize(8);
    assertThat(sessions("outcome = 'missing' and generation > 0")).isEmpty();
    assertThat(
            jdbc.sql("select concat_ws(' ', reason, doubted_by) from audit_doubt")
                .query(String.class)
                .list())
        .isEqualTo(List.of("restored maria"));
  }

  private Set<String> sessions(String condition) {
    return jdbc
        .sql("select session_key from session_audit where " + condition)
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
