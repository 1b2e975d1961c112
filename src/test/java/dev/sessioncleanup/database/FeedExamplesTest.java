package dev.sessioncleanup.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What db/README.md tells a tracking application to do. */
@DatabaseTest
class FeedExamplesTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @BeforeEach
  void applicationHasItsTable() throws IOException {
    run("application-table");
    insert("BEFORE-1");
    insert(null);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"feed-by-trigger", "feed-periodically"})
  void newAndChangedSessionsAreTracked(String example) throws IOException {
    run(example);
    jdbc.sql("update tracked_session set settled_at = '2026-01-01Z'").update();
    insert("AFTER-1");
    jdbc.sql("update inspection set pave_status = 'COMPLETE' where pave_session = 'BEFORE-1'")
        .update();
    run(example);

    assertThat(tracked())
        .containsExactly(
            "AFTER-1 default IDLE 2026-02-01 open", "BEFORE-1 default COMPLETE 2026-02-01 settled");
  }

  @Test
  void triggerNeedsNoSecondRun() throws IOException {
    run("feed-by-trigger");
    insert("AFTER-1");
    jdbc.sql("delete from inspection where pave_session = 'BEFORE-1'").update();

    assertThat(tracked())
        .containsExactly(
            "AFTER-1 default IDLE 2026-02-01 open", "BEFORE-1 default IDLE 2026-02-01 open");
  }

  @Test
  void rowsThatAreTheSameAreNotWrittenAgain() throws IOException {
    run("feed-periodically");
    List<String> versions = versions();
    run("feed-periodically");

    assertThat(versions()).isEqualTo(versions).isNotEmpty();
  }

  private List<String> versions() {
    return jdbc.sql("select xmin::text from tracked_session").query(String.class).list();
  }

  private List<String> tracked() {
    return jdbc.sql(
            """
            select concat_ws(' ', session_key, account, status, (created_at at time zone 'UTC')::date,
              case when settled_at is null then 'open' else 'settled' end)
            from tracked_session order by session_key
            """)
        .query(String.class)
        .list();
  }

  private void insert(@Nullable String key) {
    jdbc.sql(
            "insert into inspection (pave_session, customer, created) values (:key, 'c', '2026-02-01Z')")
        .param("key", key)
        .update();
  }

  private void run(String example) throws IOException {
    jdbc.sql(Files.readString(Path.of("db/examples", example + ".sql"))).update();
  }
}
