package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DatabaseTest
class HtmlReportTest {
  private final World world = new World().stale("IDL-AAAAA00001", "IDL-AAAAA00002");
  private final Path files;

  HtmlReportTest(@TempDir Path files) {
    this.files = files;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sweepWritesThePageOfItsRuns() throws Exception {
    Path page = files.resolve("page.html");

    world.run("sweep", "--report", page.toString()).exitedWith(0);

    assertThat(removed(page)).isEqualTo("2");
    Path same = files.resolve("same.html");
    world
        .run("report", "html", "--run", "1", "--output", same.toString())
        .exitedWith(0)
        .says("Wrote ");
    assertThat(Jsoup.parse(same).select("main").text())
        .isEqualTo(Jsoup.parse(page).select("main").text());
    assertThat(removed(world.run("report", "html", "--since", "1d").exitedWith(0).out()))
        .isEqualTo("2");
  }

  @Test
  void partialRunHasItsPageToo() throws Exception {
    Path page = files.resolve("page.html");

    world.run("sweep", "--limit", "1", "--quiet", "--report", page.toString()).exitedWith(3);

    assertThat(removed(page)).isEqualTo("1");
  }

  @Test
  void abortedRunHasItsPageToo() throws Exception {
    Path page = files.resolve("page.html");

    world
        .set("cleanup.guard.max-count", "1")
        .run("sweep", "--report", page.toString())
        .exitedWith(4);

    assertThat(Jsoup.parse(page).select(".lead").text()).contains("aborted");
  }

  @Test
  void runWithoutPaveHasItsPageToo() throws Exception {
    world.set("pave.base-url", "http://127.0.0.1:1/v1").set("cleanup.unavailable-after", "2s");

    endsWithItsPage(5, "failed");
  }

  @Test
  void runWithRefusedCredentialsHasItsPageToo() throws Exception {
    world.set("pave.accounts.default.api-secret", Shell.HUSH + "-mistyped");

    endsWithItsPage(6, "failed");
  }

  @Test
  void runWithFailedSessionsHasItsPageToo() throws Exception {
    world.pave.faultFor("IDL-AAAAA00001", Fault.ERROR_500_BEFORE, 1000);
    world.set("cleanup.max-attempts", "2");

    endsWithItsPage(7, "partial");
  }

  /** Two accounts, one of them refused: both are on the page. */
  @Test
  void worstEndingOfTwoAccountsHasOnePage() throws Exception {
    world.account("acme").track("acme", "ACM-AAAAA00001", "IDLE", "30 days");
    world.set("pave.accounts.acme.api-secret", Shell.HUSH + "-mistyped");

    Path page = endsWithItsPage(6, "failed");

    assertThat(Jsoup.parse(page).select("main").text()).contains("acme", "default");
  }

  private Path endsWithItsPage(int exitCode, String state) throws Exception {
    Path page = files.resolve("page.html");

    Shell.Ended ended = world.run("sweep", "--report", page.toString()).exitedWith(exitCode);

    assertThat(Jsoup.parse(page).select("main").text()).contains(state);
    assertThat(ended.err()).doesNotContain("is missing");
    return page;
  }

  /** Nothing can be read for a page, and the ending stays what it was. */
  @Test
  void runWithoutDatabaseSaysThatThePageIsMissing() {
    world.jdbc.sql("create role goner login superuser password 'first'").update();
    try {
      world.set("spring.datasource.username", "goner").set("spring.datasource.password", "first");
      world.set("cleanup.unavailable-after", "3s");
      world.pave.beforeReply(
          request -> {
            world.jdbc.sql("alter role goner nologin").update();
            world
                .jdbc
                .sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'goner'")
                .query()
                .listOfRows();
          });

      Shell.Ended ended =
          world.run("sweep", "--report", files.resolve("page.html").toString()).exitedWith(5);

      assertThat(ended.err())
          .contains("page.html is missing", "'report html --run 1 --output FILE'");
      assertThat(files).isEmptyDirectory();
    } finally {
      world.jdbc.sql("drop role goner").update();
    }
  }

  @Test
  void fileThatCannotBeWrittenIsRefusedBeforeTheRun() {
    world
        .run("sweep", "--report", files.resolve("no/page.html").toString())
        .exitedWith(2)
        .complainsOnce("--report", "there is no directory");

    assertThat(world.runs()).isEmpty();
  }

  @Test
  void pageThatIsMissingIsNoSuccessAndChangesNothing() {
    world.jdbc.sql("alter view report_run rename to report_run_away").update();

    Shell.Ended ended =
        world.run("sweep", "--quiet", "--report", files.resolve("page.html").toString());

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("is missing", "are not affected", "'report html --run 1 --output FILE'");
    assertThat(world.onlyRun().state()).isEqualTo("complete");
    assertThat(world.audit())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.outcome()).isEqualTo("removed"));
    assertThat(files).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report html --output FILE | needs one of --run ID and --since TIME",
        "report html --run 1 --since 1d --output FILE | needs one of --run ID and --since TIME",
        "report html --run 1 --until 1d --output FILE | --until belongs to --since",
        "report html --run 1 --account default --output FILE | --account belongs to --since",
        "report html --run 7 --output FILE | There is no run 7. 'runs list' shows the runs.",
        "report html --since 1d --account acmee --output FILE | There is no run of account 'acmee'",
        "report html --since 1d --until 2d --output FILE | is not before --until",
        "report html --since 2026-11-01 --until 2026-11-01 --output FILE | is not before --until",
        "sweep --dry-run --report FILE | a dry run does nothing",
        "sweep --report - | --report needs a file",
        "backfill --from 2026-01-01 --to 2026-02-01 --save-plan --report FILE | --save-plan runs nothing",
      })
  void mistakeIsNamedAndLeavesNoFile(String command, String message) {
    String file = files.resolve("page.html").toString();

    world.run(command.replace("FILE", file).split(" ", -1)).exitedWith(2).complainsOnce(message);

    assertThat(files).isEmptyDirectory();
    assertThat(world.runs()).isEmpty();
  }

  @Test
  void emptyPeriodIsAPage() {
    world
        .run("report", "html", "--since", "2020-01-01", "--until", "2020-02-01")
        .exitedWith(0)
        .says("Nothing was recorded");
  }

  private static String removed(Path page) throws Exception {
    return removed(Files.readString(page));
  }

  private static String removed(String html) {
    return Jsoup.parse(html).select(".tiles .value").getFirst().text();
  }
}
