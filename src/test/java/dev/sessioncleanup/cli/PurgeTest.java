package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.JobLogin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audit rows past retention. */
@DatabaseTest
class PurgeTest {
  private static final String GONE = "PRG-GONE-00001";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void rowsPastRetentionAreRemovedAndTheirCountsStay() {
    audit();
    List<Map<String, Object>> before = months();

    world
        .run("purge", "--older-than", "400d", "--requested-by", "maria", "--yes")
        .exitedWith(0)
        .says("Removes 2102 audit rows, recorded from ")
        .says("Keeps 3 rows of that time: a later run may still need them.")
        .says("Removed 2102 audit rows.");

    assertThat(keys())
        .containsExactly("claimed", "claimed", "new", "of a failed run", "open", "unsettled");
    assertThat(months()).isEqualTo(before);
    assertThat(
            world
                .jdbc
                .sql(
                    """
                    select concat_ws(' ', purged_by, purged_rows, finished_at is not null, deleting) from audit_purge
                    """)
                .query(String.class)
                .list())
        .containsExactly("maria 2102 t f");
    assertThat(world.jdbc.sql("select sum(purged) from report_month").query(Long.class).single())
        .isEqualTo(2102);
    world
        .run("purge", "--older-than", "400d", "--yes")
        .exitedWith(0)
        .says("There is nothing to remove");
  }

  /** What was purged may have been ours, so its 404 proves nothing. */
  @Test
  void purgedSessionThatIsTrackedAgainIsNotMissing() {
    audit();
    world.run("purge", "--older-than", "400d", "--yes").exitedWith(0);
    world.jdbc.sql("delete from tracked_session").update();
    world.track("default", GONE, "IDLE", "600 days");
    world.track("default", "PRG-NEVEROURS1", "IDLE", "30 days");

    world.run("sweep").exitedWith(0);

    assertThat(
            world
                .jdbc
                .sql(
                    """
                    select concat_ws(' ', session_key, outcome, evidence) from session_audit
                    where session_key like 'PRG-%' order by session_key
                    """)
                .query(String.class)
                .list())
        .containsExactly(GONE + " removed inferred", "PRG-NEVEROURS1 missing confirmed");
  }

  @Test
  void nothingIsRemovedUnasked() {
    audit();

    Shell.Ended ended = world.run("purge", "--older-than", "400d").exitedWith(2);
    assertThat(ended.out()).contains("Removes 2102 audit rows");
    assertThat(ended.err()).contains("purge asks first, but there is no terminal.");
    world
        .run("purge", "--older-than", "400d", "--dry-run")
        .exitedWith(0)
        .says("Dry run: nothing was changed.");

    assertThat(keys()).hasSize(2108);
  }

  /** They serve only to resume a run, and one that ended for good is not resumed. */
  @Test
  void batchRowsOfRunsThatEndedForGoodAreRemoved() {
    world.stale("PRG-BATCH00001", "PRG-BATCH00002", "PRG-BATCH00003");
    for (int run = 0; run < 3; run++) {
      world.run("sweep", "--limit", "1", "--max-share", "1");
    }
    world
        .jdbc
        .sql(
            """
            update cleanup_run set seal = null, finished_at = finished_at - interval '500 days' where run_id < 3;
            update cleanup_run set state = 'failed' where run_id = 2
            """)
        .update();

    world
        .run("purge", "--older-than", "400d", "--dry-run")
        .exitedWith(0)
        .says("Removes Spring Batch's rows of 1 run.");
    assertThat(batchRows()).containsExactly(3L, 3L, 3L, 3L, 3L);
    world.run("purge", "--older-than", "400d", "--yes").exitedWith(0);

    assertThat(batchRows()).containsExactly(2L, 2L, 2L, 2L, 2L);
    assertThat(world.runs()).hasSize(3);
    world.run("purge", "--older-than", "400d", "--yes").exitedWith(0).doesNotSay("Spring Batch");
  }

  /** Instances, executions, steps and both contexts. */
  private List<Long> batchRows() {
    return world
        .jdbc
        .sql(
            """
            select count(*) from batch_job_instance union all select count(*) from batch_job_execution
            union all select count(*) from batch_step_execution
            union all select count(*) from batch_step_execution_context
            union all select count(*) from batch_job_execution_context
            """)
        .query(Long.class)
        .list();
  }

  @Test
  void jobMayNotPurge() {
    audit();
    try (JobLogin job = JobLogin.create(world.database)) {
      world.set("spring.datasource.username", job.username());
      world.set("spring.datasource.password", job.password());

      world
          .run("purge", "--older-than", "400d", "--yes")
          .exitedWith(2)
          .complainsOnce(
              "database user %s may not purge. Use a login in role session_cleanup_owner"
                  .formatted(job.username()));
    }
    assertThat(keys()).hasSize(2108);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "purge                      | Missing required option: '--older-than=AGE'",
        "purge --older-than 29d     | --older-than 29d is too short: the audit of the last 30d is always kept",
        "purge --older-than 400     | '400' is not a duration",
        "purge --older-than 99999999d | is out of range",
      })
  void mistakeIsNamed(String commandLine, String message) {
    assertThat(world.run(commandLine.strip().split(" ")).exitedWith(2).err()).contains(message);
  }

  /** 2,102 old rows that nobody needs, three that somebody needs, an open claim and a new row. */
  private void audit() {
    world
        .jdbc
        .sql(
            """
            insert into cleanup_run (kind, account, created_before, state)
            values ('nightly', 'default', now(), 'complete'), ('nightly', 'default', now(), 'failed');
            insert into tracked_session (session_key, status, settled_at)
            values ('settled', 'IDLE', now()), ('unsettled', 'STARTED', null);
            insert into session_audit (run_id, session_key, outcome, attempts, unanswered, evidence, recorded_at)
            select 1, 'old ' || n, 'removed', 1, 0, 'confirmed', now() - interval '500 days' - n * interval '1 hour'
            from generate_series(1, 2100) as n;
            insert into session_audit (run_id, session_key, outcome, attempts, unanswered, evidence, recorded_at)
            values (1, 'PRG-GONE-00001', 'removed', 1, 0, 'confirmed', now() - interval '500 days'),
                   (1, 'settled', 'failed', 5, 1, null, now() - interval '500 days'),
                   (1, 'unsettled', 'failed', 2, 2, null, now() - interval '500 days'),
                   (1, 'claimed', 'failed', 2, 2, null, now() - interval '500 days'),
                   (2, 'of a failed run', 'removed', 1, 0, 'confirmed', now() - interval '500 days'),
                   (2, 'claimed', null, 1, 1, null, null),
                   (2, 'open', null, 0, 0, null, null),
                   (1, 'new', 'removed', 1, 0, 'confirmed', now() - interval '1 day')
            """)
        .update();
  }

  private List<Map<String, Object>> months() {
    return world
        .jdbc
        .sql(
            """
            select month, account, sessions, removed, started, missing, not_idle, held, failed, inferred, attempts
            from report_month order by month, account
            """)
        .query()
        .listOfRows();
  }

  private List<String> keys() {
    return world
        .jdbc
        .sql("select session_key from session_audit order by session_key collate \"C\"")
        .query(String.class)
        .list();
  }
}
