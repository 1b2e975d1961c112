package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong before there is any need of a database. */
class UsageErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          sweep --frobnicate               | Unknown option: '--frobnicate' |
          sweep now                        | Unmatched argument at index 1: 'now' |
          sweep --rate 0/s                 | '--rate'          | must be at least one a day (0.042/h) and at most 1000/s; write it like 5/s
          sweep --rate 0                   | '--rate'          | '0' is not a rate; write it like 5/s, 300/m or 1000/h
          sweep --rate fast                | '--rate'          | 'fast' is not a rate; write it like 5/s
          sweep --rate -5/s                | '--rate'          | '-5/s' is not a rate; write it like 5/s
          sweep --rate 5000/s              | '--rate'          | at most 1000/s
          sweep --older-than yesterday     | '--older-than'    | 'yesterday' is not a duration; write it like 90s, 30m, 12h, 7d
          sweep --time-budget 2            | '--time-budget'   | '2' is not a duration; write it like 90s
          sweep --time-budget              | '--time-budget' |
          sweep --limit many               | '--limit'         | 'many'
          sweep --max-share half           | '--max-share'     | 'half'
          sweep --verify guess             | '--verify'        | expected one of [TRACKED, LIVE] (case-insensitive)
          backfill --to 2026-01-01         | Missing required option: '--from=DATE' |
          backfill --from 2026-01-01       | Missing required option: '--to=DATE' |
          backfill --from 1.2.2026 --to 2  | '--from'          | '1.2.2026' is not a date; write it like 2026-11-01
          backfill --from 2026-02-30 --to 2026-03-01 | '--from' | '2026-02-30' is not a date
          backfill --from 2026-01-01T06:00 --to 2026-03-01 | '--from' | is not a date; write it like 2026-11-01 or 2026-11-01T06:00:00Z
          backfill --from +999999999-01-01 --to 2026-03-01 | '--from' | must lie in the years 1 to 9999
          backfill --from 2026-01-01 --to +10000-01-01 | '--to' | must lie in the years 1 to 9999
          backfill --from -0001-12-31T00:00:00Z --to 2026-03-01 | '--from' | must lie in the years 1 to 9999
          sweep --older-than 36501d        | '--older-than'    | it must lie between 0s and 36500d
          report daily --format xml        | '--format'        | expected one of [TABLE, RECORD, CSV, JSON] (case-insensitive)
          report daily -p account          | '--parameter'     | NAME=VALUE
          swep                             | 'swep' |
""")
  void optionIsNamedWithTheAcceptedForm(String words, String message, @Nullable String more) {
    Shell.Ended ended = Shell.run(words.strip().split(" +")).exitedWith(2);

    ended.complains(message);
    assertThat(ended.err().lines()).hasSize(2).last().asString().contains("--help");
    assertThat(ended.err().lines().findFirst().orElse("")).contains(more == null ? "" : more);
  }

  @Test
  void settingWithoutEqualsSignIsNamedWithoutItsValue() {
    Shell.Ended ended = Shell.run("sweep", "--pave.accounts.default.api-secret", Shell.HUSH);

    ended.exitedWith(2).complains("--pave.accounts.default.api-secret. Settings are written");
    assertThat(ended.err()).doesNotContain(Shell.HUSH);
  }

  @Test
  void passwordInTheAddressIsNotRepeated() {
    for (String url : List.of("//127.0.0.1:port/db?password=hush", "//u:hush@127.0.0.1:1/db")) {
      Shell.Ended ended =
          Shell.run(
              "sweep",
              "--spring.datasource.url=jdbc:postgresql:" + url,
              "--pave.accounts.default.username=u",
              "--pave.accounts.default.api-key=k",
              "--pave.accounts.default.api-secret=s");

      assertThat(ended.err())
          .contains("session-cleanup: ")
          .doesNotContain("fault")
          .doesNotContain("hush");
    }
  }

  @Test
  void noCommandNamesTheCommands() {
    Shell.run()
        .exitedWith(2)
        .complains("Say which command: sweep, backfill, runs, report or migrate.");
  }

  @Test
  void fromThatIsNotBeforeToIsRefused() {
    Shell.run("backfill", "--from", "2026-03-01", "--to", "2026-03-01", "--yes")
        .exitedWith(2)
        .complainsOnce("--from 2026-03-01T00:00:00Z is not before --to 2026-03-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "sweep --help", "backfill --help", "report --help", "migrate --help"})
  void helpGoesToStandardOutput(String words) {
    Shell.Ended ended = Shell.run(words.split(" ")).exitedWith(0).says("Usage: session-cleanup");

    assertThat(ended.err()).isEmpty();
  }

  @Test
  void helpListsTheExitCodes() {
    Shell.run("--help").says("Exit codes: 0 done; 3 partial", "6 PAVE refused the credentials");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "sweep --version"})
  void versionGoesToStandardOutput(String words) {
    Shell.Ended ended = Shell.run(words.split(" ")).exitedWith(0);

    assertThat(ended.out().lines()).singleElement().asString().startsWith("session-cleanup ");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void reportAloneListsTheReportsWithoutADatabase() {
    Shell.run("report").exitedWith(0).says("daily", "failures", "runs", "sessions");
  }
}
