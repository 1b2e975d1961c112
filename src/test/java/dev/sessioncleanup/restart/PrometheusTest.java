package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.metrics.MonitoringFiles;
import dev.sessioncleanup.simulator.Fault;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real metrics of real runs, pushed to a real Pushgateway and scraped by a real Prometheus. */
@ProcessTest
@DatabaseTest
class PrometheusTest {
  private static final String GATEWAY = "--management.prometheus.metrics.export.pushgateway.";
  private static final String GROUP = "job/session-cleanup/account/default/kind/nightly";

  @TempDir private Path directory = Path.of("");
  private PrometheusServers servers = new PrometheusServers(directory);
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @BeforeEach
  void start() throws Exception {
    servers = new PrometheusServers(directory).start();
  }

  @AfterEach
  void close() throws Exception {
    servers.close();
    shared.close();
  }

  @Test
  void prometheusHasTheFiguresOfTheAudit() throws Exception {
    servers.put(GROUP, "session_cleanup_of_yesterday 1\n");
    world.trackIdle(30);
    world.pave.faultFor(world.sessions().getFirst().key(), Fault.RESET_AFTER, 1);

    sweep(0);

    awaitValue("session_cleanup_exit_code{account='default', kind='nightly'}", 0);
    awaitValue("sum(session_cleanup_outcomes_total)", world.audited("a.outcome is not null"));
    awaitValue(
        "session_cleanup_outcomes_total{outcome='removed', evidence='inferred'}",
        world.audited("a.outcome = 'removed' and a.evidence = 'inferred'"));
    awaitValue(
        "session_cleanup_attempts_total",
        world.number("select sum(attempts)::bigint from session_audit"));
    awaitValue("session_cleanup_replies_total{status='none'}", 1);
    awaitValue(
        "session_cleanup_last_success_time_seconds",
        world.number(
            "select floor(extract(epoch from max(finished_at)))::bigint from cleanup_run"));
    awaitValue("count(ALERTS{alertname='SessionCleanupDoubts'}) or vector(0)", 0);
    assertThat(servers.pushed()).doesNotContain("of_yesterday").contains(usedByRulesAndDashboard());
  }

  /** The run is stopped by a guard; Prometheus says so, and the last success is known still. */
  @Test
  void abortedRunRaisesItsAlert() {
    world.trackIdle(3);
    sweep(0);
    long success =
        world.number("select floor(extract(epoch from max(finished_at)))::bigint from cleanup_run");
    world.trackIdle(3);

    sweep(4, "--cleanup.guard.max-count=1");

    awaitValue("session_cleanup_exit_code", 4);
    awaitValue("ALERTS{alertname='SessionCleanupAborted', alertstate='firing'}", 1);
    awaitValue("session_cleanup_last_success_time_seconds", success);
    awaitValue("session_cleanup_backlog", 3);
    awaitValue("sum(session_cleanup_outcomes_total)", 0);
  }

  private void sweep(int exitCode, String... settings) {
    String[] command = new String[settings.length + 4];
    command[0] = "sweep";
    command[1] = GATEWAY + "enabled=true";
    command[2] = GATEWAY + "address=" + servers.gatewayAddress();
    command[3] = "--cleanup.metrics-timeout=2m";
    System.arraycopy(settings, 0, command, 4, settings.length);
    ChildProcess sweep = world.start(command);
    assertThat(sweep.exit()).as(sweep::output).isEqualTo(exitCode);
  }

  private void awaitValue(String query, long value) {
    ProcessWorld.awaitOrFail(
        query + " = " + value, () -> servers.query(query).orElse(Double.NaN) == (double) value);
  }

  private static Set<String> usedByRulesAndDashboard() {
    Set<String> names = MonitoringFiles.DASHBOARD.metrics();
    names.addAll(MonitoringFiles.RULES.metrics());
    return names;
  }
}
