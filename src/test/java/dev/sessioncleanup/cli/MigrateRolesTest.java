package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.JobLogin;
import dev.sessioncleanup.database.TestDatabase;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code migrate --roles}, as the Job of k8s/overlays/migrate runs it. */
@DatabaseTest
class MigrateRolesTest {
  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient superuser = JdbcClient.create(database.dataSource());

  @AfterEach
  void close() {
    database.close();
  }

  /** A superuser runs the file once; a login without further rights does the rest, for ever. */
  @Test
  void loginInTheOwnerRoleMigratesAndGrants() {
    try (JobLogin owner = JobLogin.create(database, "owner")) {
      migrate(owner, "--roles").exitedWith(0).says("The rights of db/roles.sql are granted.");
      migrate(owner, "--roles").exitedWith(0).says("The schema is up to date");

      assertThat(
              superuser
                  .sql(
                      """
                      select distinct tableowner from pg_tables where schemaname = 'public'
                      """)
                  .query(String.class)
                  .list())
          .containsExactly("session_cleanup_owner");
      assertThat(jobReads()).isTrue();
    }
  }

  @Test
  void withoutTheOptionNothingIsGranted() {
    try (JobLogin owner = JobLogin.create(database, "owner")) {
      migrate(owner).exitedWith(0).doesNotSay("roles.sql");

      assertThat(jobReads()).isFalse();
      superuser.sql("reassign owned by %s to current_user".formatted(owner.username())).update();
    }
  }

  /** An upgrade: a new table of the owner's login has no rights until they are granted. */
  @Test
  void rightsOfANewTableAreGrantedAgain() {
    try (JobLogin owner = JobLogin.create(database, "owner")) {
      migrate(owner, "--roles").exitedWith(0);
      superuser
          .sql("revoke all on tracked_session from session_cleanup_job, session_cleanup_reporter")
          .update();

      migrate(owner, "--roles").exitedWith(0);
    }
    assertThat(jobReads()).isTrue();
  }

  private boolean jobReads() {
    return superuser
        .sql("select has_table_privilege('session_cleanup_job', 'tracked_session', 'select')")
        .query(Boolean.class)
        .single();
  }

  private Shell.Ended migrate(JobLogin login, String... options) {
    String[] command = new String[options.length + 1];
    command[0] = "migrate";
    System.arraycopy(options, 0, command, 1, options.length);
    return run(login, command);
  }

  private Shell.Ended run(JobLogin login, String... command) {
    String[] all = Arrays.copyOf(command, command.length + 4);
    all[command.length] = "--spring.datasource.url=" + database.jdbcUrl();
    all[command.length + 1] = "--spring.datasource.username=" + login.username();
    all[command.length + 2] = "--spring.datasource.password=" + login.password();
    all[command.length + 3] = "--spring.flyway.enabled=false";
    return Shell.run(all);
  }
}
