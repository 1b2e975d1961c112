package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that are saved and carried out later. Each test has an account of its own. */
@DatabaseTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SavedPlanTest {
  private static final Pattern SAVED =
      Pattern.compile("Plan (\\d+) of account (\\S+) saved: (\\d+)");

  private final World world = new World();

  @AfterEach
  void reset() {
    world.resetSettings();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void exactlyThoseThatAreStillEligibleAreDeleted() {
    account("exact", "EX-1", "EX-2", "EX-3", "EX-4", "EX-5", "EX-6");
    String plan = save("exact", "maria");
    assertThat(world.pave.log()).isEmpty();

    update("update tracked_session set status = 'STARTED' where session_key = 'EX-2'");
    update("delete from tracked_session where session_key = 'EX-3'");
    update("update tracked_session set account = 'elsewhere' where session_key = 'EX-4'");
    world.hold("EX-5");
    stale("exact", "EX-NEW");
    world
        .run("backfill", "--plan", plan, "--yes", "--requested-by", "joe")
        .exitedWith(0)
        .says(
            "left out  EX-2: STARTED",
            "left out  EX-3: no longer tracked",
            "left out  EX-4: tracked for another account",
            "left out  EX-5: on hold");

    assertThat(outcomes(plan)).isEqualTo("EX-1 removed, EX-6 removed");
    assertThat(
            text(
                "select concat_ws(' ', state, requested_by, carried_out_by, planned_count) from cleanup_run where run_id = "
                    + plan))
        .isEqualTo("complete maria joe 6");
    Truth.assertAuditIsTrue(world);
    refused(
        plan,
        "plan " + plan + " was carried out by joe at ",
        "is complete. Save a new one with --save-plan");
  }

  @Test
  void sessionThatASweepRemovedMeanwhileIsReported() {
    account("swept", "SW-1");
    String plan = save("swept", "maria");
    world.run("sweep", "--account", "swept").exitedWith(0);

    world
        .run("backfill", "--plan", plan, "--yes")
        .exitedWith(0)
        .says("left out  SW-1: already removed");
    assertThat(outcomes(plan)).isEmpty();
  }

  @Test
  void planWaitsUntilItIsAskedForByItsNumber() {
    account("waits", "WT-1", "WT-2");
    String plan = save("waits", "maria");
    assertThat(text("select state from report_run where run_id = " + plan)).isEqualTo("planned");

    Shell.Ended preview = world.run("backfill", "--plan", plan, "--dry-run");
    preview.exitedWith(0).says("2 sessions to delete");
    world.run("backfill", "--plan", plan, "--dry-run", "--yes").exitedWith(0);
    world.run("backfill", "--plan", plan).exitedWith(2);
    backfill("waits", "--yes").exitedWith(0);

    assertThat(text("select state from cleanup_run where run_id = " + plan)).isEqualTo("planned");
    assertThat(outcomes(plan)).isEmpty();
  }

  @Test
  void planOfAnotherAccountIsRefused() {
    account("one", "ON-1");
    String plan = save("one", "maria");
    world.account("two");

    refused(plan, "plan " + plan + " is of account 'one'", "--account 'two'", "--account=two");
  }

  @Test
  void unknownNumberAndOrdinaryRunAreRefused() {
    refused("987654", "there is no plan 987654", "runs list");
    account("ordinary", "OR-1");
    world.run("sweep", "--account", "ordinary").exitedWith(0);
    String run = text("select run_id from cleanup_run where account = 'ordinary'");

    refused(run, "run " + run + " is no saved plan", "--save-plan");
  }

  @Test
  void cancelledPlanIsRefused() {
    account("cancelled", "CA-1");
    String plan = save("cancelled", "maria");
    update("update cleanup_run set state = 'cancelled' where run_id = " + plan);

    refused(plan, "plan " + plan + " was cancelled", "--save-plan");
  }

  @Test
  void planOlderThanTheSettingIsRefused() {
    account("old", "OL-1");
    String plan = save("old", "maria");
    update("update cleanup_run set saved_at = now() - interval '8 days' where run_id = " + plan);

    refused(plan, "plan " + plan + " is 8d old", "cleanup.plan-valid-for allows only 7d");

    world.set("cleanup.plan-valid-for", "9d");
    world.run("backfill", "--plan", plan, "--yes").exitedWith(0);
    assertThat(outcomes(plan)).isEqualTo("OL-1 removed");
  }

  @Test
  void secondPersonIsAskedFor() {
    account("second", "SE-1");
    String plan = save("second", "maria");

    refused(
        plan,
        "saved by maria",
        "--different-approver wants",
        "--different-approver",
        "--requested-by= Maria");
    world.set("cleanup.guard.second-person", "true");
    refused(plan, "saved by maria", "cleanup.guard.second-person", "--requested-by=maria");
    backfill("second", "--yes")
        .exitedWith(2)
        .complainsOnce("cleanup.guard.second-person is on", "--save-plan");

    world
        .run("backfill", "--plan", plan, "--yes", "--different-approver", "--requested-by=joe")
        .exitedWith(0);
    assertThat(outcomes(plan)).isEqualTo("SE-1 removed");
  }

  @Test
  void nothingEligibleSavesNothing() {
    world.account("empty");

    backfill("empty", "--save-plan").exitedWith(0).says("No plan of account empty was saved.");
    assertThat(text("select count(*) from cleanup_run where account = 'empty'")).isEqualTo("0");
  }

  @Test
  void limitSavesTheOldest() {
    account("limited", "LI-1", "LI-2", "LI-3");

    backfill("limited", "--save-plan", "--limit=2").exitedWith(0).says("saved: 2 sessions");
    assertThat(
            text(
                "select string_agg(session_key, ' ' order by 1) from planned_session where session_key like 'LI%'"))
        .isEqualTo("LI-1 LI-2");
  }

  @Test
  void numberOfTheSavedPlanIsAlsoJson() {
    account("json", "JS-1");

    Shell.Ended ended = backfill("json", "--save-plan", "--output=json").exitedWith(0);

    String plan = text("select run_id from cleanup_run where account = 'json'");
    assertThat(ended.out().lines())
        .singleElement()
        .asString()
        .startsWith("{\"plans\":[{")
        .contains("\"sessions\":1", "\"account\":\"json\"", "\"plan\":" + plan);
  }

  @ParameterizedTest
  @CsvSource({
    "--plan=1 --save-plan, --plan cannot be combined with --save-plan",
    "--plan=1 --from=2024-01-01, Leave out --from",
    "--plan=1 --limit=3, Leave out --from",
    "--from=2024-01-01 --to=2024-02-01 --save-plan --dry-run, --save-plan cannot be combined",
    "--from=2024-01-01 --to=2024-02-01 --different-approver, --different-approver belongs to --plan",
    "--from=2024-01-01, give --from and --to",
    "--plan=x, --plan",
  })
  void combinationsThatMakeNoSenseAreRefused(String options, String message) {
    String[] args = ("backfill " + options).split(" ", -1);
    world.run(args).exitedWith(2).complains(message);
  }

  private void account(String name, String... keys) {
    world.account(name);
    stale(name, keys);
  }

  private void stale(String account, String... keys) {
    for (String key : keys) {
      world.track(account, key, "IDLE", (100 - key.charAt(key.length() - 1) + '0') + " days");
      world.pave.session(World.key(account), key, "IDLE");
    }
  }

  private Shell.Ended backfill(String account, String... options) {
    String[] all = new String[options.length + 4];
    all[0] = "backfill";
    all[1] = "--from=2020-01-01";
    all[2] = "--to=2090-01-01";
    all[3] = "--account=" + account;
    System.arraycopy(options, 0, all, 4, options.length);
    return world.run(all);
  }

  private String save(String account, String by) {
    Shell.Ended ended = backfill(account, "--save-plan", "--requested-by=" + by).exitedWith(0);
    Matcher saved = SAVED.matcher(ended.out());
    assertThat(saved.find()).as(ended.out()).isTrue();
    assertThat(ended.out()).contains("backfill --plan " + saved.group(1));
    return saved.group(1);
  }

  private void refused(String plan, String message, String wayOut, String... options) {
    List<String> args = new ArrayList<>(List.of("backfill", "--plan=" + plan, "--yes"));
    args.addAll(List.of(options));
    world.run(args.toArray(String[]::new)).exitedWith(2).complainsOnce(message, wayOut);
  }

  private String outcomes(String plan) {
    return text(
        "select coalesce(string_agg(session_key || ' ' || outcome, ', ' order by session_key), '') from session_audit where run_id = "
            + plan);
  }

  private void update(String sql) {
    world.jdbc.sql(sql).update();
  }

  private String text(String sql) {
    return world.jdbc.sql(sql).query(String.class).single();
  }
}
