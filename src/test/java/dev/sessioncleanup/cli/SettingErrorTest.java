package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DatabaseTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingErrorTest {
  private final World world = new World();

  @AfterEach
  void nothingHappened() {
    world.resetSettings();
    assertThat(world.runs()).isEmpty();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          cleanup.rat                 | 5/s    | unknown setting: cleanup.rat |
          cleanup.guard.min-aeg       | 24h    | unknown setting: cleanup.guard.min-aeg |
          pave.base-uri               | x      | unknown setting: pave.base-uri |
          cleanup.max-in-flight       | x      | cleanup.max-in-flight: | "x"
          cleanup.max-in-flight       | 0      | cleanup.max-in-flight is 0; it must be between 1 and 1000 |
          cleanup.rate                | 0/s    | cleanup.rate: | at least one a day (0.042/h) and at most 20000/s; write it like 5/s
          cleanup.rate                | fast   | cleanup.rate: 'fast' is not a rate; write it like 5/s |
          cleanup.older-than          | 12h    | cleanup.older-than is 12h, below cleanup.guard.min-age of 1d |
          cleanup.older-than          | soon   | cleanup.older-than: | soon
          cleanup.guard.min-age       | 24     | cleanup.guard.min-age: '24' is not a duration; write it like 90s, 30m, 12h, 7d |
          pave.read-timeout           | 30     | pave.read-timeout: '30' is not a duration |
          cleanup.guard.max-share     | 2      | cleanup.guard.max-share is 2.0; it must be between 0 and 1 |
          cleanup.guard.max-count     | 0      | cleanup.guard.max-count must be at least 1 |
          cleanup.breaker.sample      | 0      | cleanup.breaker.sample is 0 |
          cleanup.unavailable-after   | 0s     | cleanup.unavailable-after is 0s; it must be more than 0s and at most 36500d |
          cleanup.unavailable-after   | 200000d | cleanup.unavailable-after is 200000d; it must be more than 0s |
          cleanup.grace               | 36501d | cleanup.grace is 36501d; it must be more than 0s |
          cleanup.older-than          | 36501d | cleanup.older-than is 36501d; it must be more than 0s |
          cleanup.guard.min-age       | 36501d | cleanup.guard.min-age is 36501d; it must be more than 0s |
          cleanup.guard.min-age       | -1h    | cleanup.guard.min-age is PT-1H; it must be more than 0s |
          pave.connect-timeout        | 200000d | pave.connect-timeout is 200000d; it must be more than 0s |
          pave.read-timeout           | 99999999999999d | pave.read-timeout |
          cleanup.rate                | 0.000000001/h | cleanup.rate: | at least one a day
          pave.read-timeout           | 0s     | pave.read-timeout is |
          pave.base-url               | http://pave.example/v1  | pave.base-url is plain http to pave.example | Use https
          pave.base-url               | pave.example            | pave.base-url is not an absolute address |
          pave.base-url               | https://u:hush@pave.example | pave.base-url contains a user name | Remove
""")
  void invalidSettingIsNamedWithTheCorrection(
      String name, String value, String message, @Nullable String more) {
    world
        .set(name, value)
        .run("sweep")
        .exitedWith(2)
        .complainsOnce(message, more == null ? "" : more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --limit 0                             | --limit must be at least 1, not 0.
          --limit -3                            | --limit must be at least 1, not -3.
          --max-share 1.5                       | --max-share must be between 0 and 1, not 1.5.
          --time-budget 0s                      | --time-budget must be more than 0s.
          --older-than 23h                      | --older-than 23h is below cleanup.guard.min-age of 1d
          --account nobody                      | No account named nobody is configured, only default. Set pave.accounts.nobody.username
          """)
  void optionIsCheckedAgainstTheSettings(String commandLine, String message) {
    world.run(("sweep " + commandLine).strip().split(" +")).exitedWith(2).complainsOnce(message);
  }

  @Test
  void backfillWithinTheMinimumAgeIsRefused() {
    world
        .run("backfill", "--from", "2099-01-01", "--to", "2099-02-01", "--yes")
        .exitedWith(2)
        .complainsOnce("--from 2099-01-01T00:00:00Z is younger than 1d");
  }

  @Test
  void missingAccountNamesTheSettings() {
    for (String setting : new String[] {"username", "api-key", "api-secret"}) {
      world.unset("pave.accounts.default." + setting);
    }

    world
        .run("sweep")
        .exitedWith(2)
        .complainsOnce(
            "no PAVE account is configured. Set pave.accounts.default.username, .api-key and"
                + " .api-secret.");
  }

  @ParameterizedTest
  @CsvSource({"username", "api-key", "api-secret"})
  void incompleteAccountNamesWhatIsMissing(String setting) {
    world
        .unset("pave.accounts.default." + setting)
        .run("sweep")
        .exitedWith(2)
        .complainsOnce("pave.accounts.default." + setting + " is not set.");
  }

  @Test
  void accountsThatAreAllIncompleteAreRefused() {
    world.account("acme").unset("pave.accounts.acme.api-secret");
    world.unset("pave.accounts.default.api-secret");

    world
        .run("sweep")
        .exitedWith(2)
        .complains("session-cleanup: pave.accounts.acme.api-secret is not set.");
  }

  @Test
  void unknownReportNamesTheReports() {
    world
        .run("report", "weekly")
        .exitedWith(2)
        .complainsOnce("weekly", "daily", "failures", "runs", "sessions");
  }

  @ParameterizedTest
  @CsvSource({"run=last, run", "day=2026-01-01, day", "since=tomorrow, --since"})
  void wrongReportParameterIsNamed(String parameter, String named) {
    world.run("report", "sessions", "-p", parameter).exitedWith(2).complainsOnce(named);
  }
}
