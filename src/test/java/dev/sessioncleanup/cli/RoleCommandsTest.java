package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.JobLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each command as a login in the role of {@code db/roles.sql} that it is meant for, and in others.
 */
@DatabaseTest
class RoleCommandsTest {
  private static final String RANGE = "--from 2020-01-01 --to 2200-01-01";

  private final World world = new World().stale("ROL-AAAAA00001", "ROL-AAAAA00002");

  private final Path directory;

  RoleCommandsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void oneRunIsOver() {
    world.track("default", "ROL-MISSING001", "IDLE", "40 days");
    world.run("sweep", "--limit", "2", "--requested-by", "maria").exitedWith(3);
    world.set("spring.flyway.enabled", "false");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          job      | sweep
          job      | sweep --dry-run --list
          job      | backfill RANGE --max-share 1 --yes
          job      | backfill RANGE --max-share 1 --save-plan
          job      | runs
          job      | runs show 1
          job      | explain ROL-AAAAA00001
          job      | check
          job      | report runs
          job      | report verify
          job      | report html --since 30d --output DIR/page.html
          job      | report pack --since 2020-01-01 --output DIR/pack.zip
          job      | hold add ROL-AAAAA00002 --reason dispute
          job      | hold list
          job      | hold remove ROL-AAAAA00002
          job      | reopen ROL-MISSING001 --reason corrected --yes
          job      | reopen --doubt --since 2020-01-01 --reason restored --yes
          tracker  | track import DIR/sessions.csv
          tracker  | track import DIR/sessions.csv --compare
          reporter | runs
          reporter | runs show 1
          reporter | report runs
          reporter | report monthly
          reporter | report verify
          reporter | report html --since 30d --output DIR/page.html
          reporter | report pack --since 2020-01-01 --output DIR/pack.zip
          reporter | explain ROL-AAAAA00001
          reporter | hold list
          owner    | migrate --roles
          owner    | purge --older-than 400d --yes
          """)
  void commandWorksAs(String role, String command) {
    as(role, command).exitedWith(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          job      | purge --older-than 400d --yes             | may not purge
          job      | track import DIR/sessions.csv             | permission denied
          job      | migrate --roles                           | --roles:
          tracker  | sweep                                     | permission denied
          tracker  | hold add ROL-AAAAA00002 --reason mine     | permission denied
          tracker  | runs cancel 1                             | permission denied
          tracker  | report runs                               | permission denied
          tracker  | reopen ROL-MISSING001 --reason mine --yes | permission denied
          tracker  | purge --older-than 400d --yes             | may not purge
          reporter | sweep                                     | permission denied
          reporter | hold add ROL-AAAAA00002 --reason mine     | permission denied
          reporter | reopen ROL-MISSING001 --reason mine --yes | permission denied
          reporter | reopen --doubt --since 2020-01-01 --reason mine --yes | permission denied
          reporter | track import DIR/sessions.csv             | permission denied
          reporter | purge --older-than 400d --yes             | may not purge
          reporter | backfill RANGE --max-share 1 --yes        | permission denied
          """)
  void commandIsDeniedTo(String role, String command, String message) {
    Shell.Ended ended = as(role, command).exitedWith(2);

    assertThat(ended.err()).contains(message);
    assertThat(world.runs()).hasSize(1);
    assertThat(world.audit()).hasSize(2);
  }

  /** A plan saved by one login of the job is carried out by another command of it. */
  @Test
  void jobCarriesOutASavedPlan() {
    as("job", "backfill RANGE --max-share 1 --save-plan").exitedWith(0);

    as("job", "backfill --plan 2 --yes").exitedWith(0);

    assertThat(world.settled("ROL-AAAAA00002")).isTrue();
  }

  private Shell.Ended as(String role, String command) {
    try (JobLogin login = JobLogin.create(world.database, role)) {
      world.set("spring.datasource.username", login.username());
      world.set("spring.datasource.password", login.password());
      Files.writeString(
          directory.resolve("sessions.csv"),
          "session_key,account,status,created_at\nROL-AAAAA00003,default,IDLE,2026-01-01T00:00:00Z\n");
      return world.run(
          Arrays.stream(command.split(" "))
              .flatMap(part -> Arrays.stream((part.equals("RANGE") ? RANGE : part).split(" ")))
              .map(part -> part.replace("DIR", directory.toString()))
              .toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
