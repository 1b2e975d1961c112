package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage errors that are reported without a database. */
class UsageErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          sweep --frobnicate               | Unknown option: --frobnicate |
          sweep --api-secret=hush          | Unknown option: --api-secret |
          sweep --api-secret hush          | Unknown option: --api-secret |
          sweep -xhush=1 --nope            | Unknown options: -x, --nope |
          sweep now                        | Unexpected argument: 'now'. |
          sweep --rate 0/s                 | '--rate'          | must be at least one a day (0.042/h) and at most 20000/s; write it like 5/s
          sweep --rate 0                   | '--rate'          | '0' is not a rate; write it like 5/s, 300/m or 1000/h
          sweep --rate fast                | '--rate'          | 'fast' is not a rate; write it like 5/s
          sweep --rate -5/s                | '--rate'          | '-5/s' is not a rate; write it like 5/s
          sweep --rate 50000/s             | '--rate'          | at most 20000/s
          sweep --older-than yesterday     | '--older-than'    | 'yesterday' is not a duration; write it like 90s, 30m, 12h, 7d
          sweep --time-budget 2            | '--time-budget'   | '2' is not a duration; write it like 90s
          sweep --time-budget              | '--time-budget' |
          sweep --limit many               | '--limit'         | 'many'
          sweep --max-share half           | '--max-share'     | 'half'
          sweep --verify guess             | '--verify'        | 'guess' is none of tracked, live
          backfill --to 2026-01-01         | Missing options: give --from and --to, or --plan ID. |
          backfill --from 2026-01-01       | Missing options: give --from and --to, or --plan ID. |
          backfill --from 1.2.2026 --to 2  | '--from'          | '1.2.2026' is not a date; write it like 2026-11-01
          backfill --from 2026-02-30 --to 2026-03-01 | '--from' | '2026-02-30' is not a date
          backfill --from 2026-01-01T06:00 --to 2026-03-01 | '--from' | is not a date; write it like 2026-11-01 or 2026-11-01T06:00:00Z
          backfill --from +999999999-01-01 --to 2026-03-01 | '--from' | is outside the years 1 to 9999
          backfill --from 2026-01-01 --to +10000-01-01 | '--to' | is outside the years 1 to 9999
          backfill --from -0001-12-31T00:00:00Z --to 2026-03-01 | '--from' | is outside the years 1 to 9999
          sweep --older-than 36501d        | '--older-than'    | it must be between 0s and 36500d
          report daily --format xml        | '--format'        | 'xml' is none of table, record, csv, json, jsonl
          report daily -p account          | --parameter       | 'account' is not NAME=VALUE
          swep                             | Unknown command 'swep'. Did you mean | sweep
          backfil --from 2026-01-01        | Unknown command 'backfil'. Did you mean backfill? |
          frobnicate                       | Unknown command 'frobnicate'. |
          sweep --limt 5                   | Unknown option: --limt. Did you mean | --limit
          sweep --color pink               | '--color' | 'pink' is none of auto, always, never
          sweep --output xml               | '--output' | 'xml' is none of text, json
          hold add --reason r              | Missing required parameter: 'KEY' |
          hold add KEY                     | Missing required option: '--reason=R' |
          hold add KEY --reason r --until soon | '--until' | 'soon' is not a duration; write it like 90s, 30m, 12h, 7d or PT36H; or a date, like 2026-11-01
          hold add KEY --reason r --until 2026-13-01 | '--until' | '2026-13-01' is not a date; write it like 2026-11-01 or 2026-11-01T06:00:00Z
          hold add KEY --reason r --until 7 | '--until' | '7' is not a duration
          hold remove                      | Missing required parameter: 'KEY' |
          hold list --output xml           | '--output' | 'xml' is none of text, json
          hold lst                         | Unknown command 'lst'. Did you mean list? |
          track                            | Missing command. Choose import. |
          track import                     | Missing required parameter: 'FILE' |
          track import f --map key         | '--map' | FIELD=COLUMN
          track import f --output xml      | '--output' | 'xml' is none of text, json
""")
  void invalidOptionIsNamedWithTheAcceptedForm(
      String commandLine, String message, @Nullable String more) {
    Shell.Ended ended = Shell.run(commandLine.strip().split(" +")).exitedWith(2);

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
        .complains("Missing command. Choose one of sweep, backfill, runs,", "hold");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
          track import /no/such/file           | there is no file /no/such/file. Name a file, or - for standard input.
          track import /tmp                    | /tmp is a directory. Name a file in it.
          track import f --map colour=x        | --map names 'colour', which is no field. The fields are key, session_key
          track import f --delimiter ::        | --delimiter must be one character
          track import f --account=            | --account is empty.
          track import f --compare --dry-run   | --compare changes nothing. Leave out --strict and --dry-run.
          track import f --show=-1             | --show must be at least 0, not -1.
""")
  void unusableFileIsRefusedBeforeTheDatabaseIsAsked(String commandLine, String message) {
    Shell.run(commandLine.strip().split(" +")).exitedWith(2).complainsOnce(message);
  }

  @Test
  void fromThatIsNotBeforeToIsRefused() {
    Shell.run("backfill", "--from", "2026-03-01", "--to", "2026-03-01", "--yes")
        .exitedWith(2)
        .complainsOnce("--from 2026-03-01T00:00:00Z is not before --to 2026-03-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "sweep --help",
        "backfill --help",
        "report --help",
        "migrate --help",
        "hold --help",
        "hold add --help",
        "track --help",
        "track import --help",
      })
  void helpGoesToStandardOutput(String commandLine) {
    Shell.Ended ended =
        Shell.run(commandLine.split(" ")).exitedWith(0).says("Usage: session-cleanup");

    assertThat(ended.err()).isEmpty();
  }

  @Test
  void helpHasExamples() {
    Program.commandLine(List.of())
        .getSubcommands()
        .forEach(
            (command, line) -> {
              String help = line.getUsageMessage();
              if (!command.equals("generate-completion")) {
                assertThat(help).containsPattern("Examples?:\\R  session-cleanup " + command);
              }
              assertThat(help.lines()).as(help).allMatch(text -> text.length() <= 80);
            });
  }

  @Test
  void completionScriptKnowsTheCommandsAndOptions() {
    Shell.run("generate-completion")
        .exitedWith(0)
        .says("complete -F _complete_session-cleanup", "backfill", "--save-plan");
  }

  @Test
  void coloursCanBeAskedForAndForbidden() {
    assertThat(Shell.run("sweep", "--help", "--color=always").out()).contains("\u001b[");
    assertThat(Shell.run("--color", "never", "sweep", "--help").out()).doesNotContain("\u001b[");
  }

  @Test
  void helpListsTheExitCodes() {
    Shell.run("--help").says("Exit codes:", "0 done; 3 partial", "6 PAVE refused the credentials");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "sweep --version"})
  void versionGoesToStandardOutput(String commandLine) {
    Shell.Ended ended = Shell.run(commandLine.split(" ")).exitedWith(0);

    assertThat(ended.out().lines()).singleElement().asString().startsWith("session-cleanup ");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void reportWithoutANameListsTheReportsWithoutADatabase() {
    Shell.run("report").exitedWith(0).says("daily", "failures", "runs", "sessions");
  }
}
