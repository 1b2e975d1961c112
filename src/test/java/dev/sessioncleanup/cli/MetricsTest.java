package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.metrics.MetricNames;
import dev.sessioncleanup.metrics.RunMonitor;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.simulator.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

@DatabaseTest
class MetricsTest {
  private static final String GATEWAY = "management.prometheus.metrics.export.pushgateway";
  private static final String OTLP_URL = "management.otlp.metrics.export.url";
  private static final String GROUP = "/metrics/job/session-cleanup/account/default/kind/nightly";
  private static final String OWN = "{account=\"default\",kind=\"nightly\"}";

  private final World world = new World();
  private final MetricsTarget target = new MetricsTarget();

  /** A slow machine must not lose metrics in tests. */
  @BeforeEach
  void waitLonger() {
    world.set("cleanup.metrics-timeout", "2m");
  }

  @BeforeEach
  void track() {
    world.stale("MET-0000000001", "MET-0000000002", "MET-0000000003");
    world.track("default", "MET-UNKNOWN", "IDLE", "20 days");
    world.pave.faultFor("MET-0000000002", Fault.RESET_AFTER, 1);
    world.pave.faultFor("MET-0000000003", Fault.throttle("0"), 1);
  }

  @AfterEach
  void close() {
    target.close();
    world.close();
  }

  @Test
  void pushgatewayGetsTheFiguresOfTheAudit() {
    pushed().run("sweep").exitedWith(0);

    MetricsTarget.Received last = target.last(GROUP);
    Map<String, Double> values = values(last.body());
    assertThat(last.method()).isEqualTo("PUT");
    assertThat(values).contains(entry("session_cleanup_attempts_total" + OWN, attempts()));
    assertThat(outcomes(values)).isEqualTo(audited());
    assertThat(values)
        .contains(
            entry("session_cleanup_exit_code" + OWN, 0.0),
            entry("session_cleanup_throttled_total" + OWN, 1.0),
            entry("session_cleanup_claims_open" + OWN, 0.0),
            entry("session_cleanup_planned" + OWN, 4.0),
            entry("session_cleanup_backlog" + OWN, 0.0),
            entry(reply("2xx"), 2.0),
            entry(reply("4xx"), 3.0),
            entry(reply("none"), 1.0),
            entry("session_cleanup_last_success_time_seconds" + OWN, lastSuccess()))
        .containsKeys(
            "session_cleanup_run_duration_seconds" + OWN,
            "session_cleanup_slot_wait_seconds_sum" + OWN);
    assertThat(values.get("session_cleanup_slot_wait_seconds_count" + OWN)).isEqualTo(6);
    assertThat(last.body()).contains("spring_batch_job_seconds_count");
  }

  @Test
  void otlpReceiverGetsTheSame() {
    world
        .set(OTLP_URL, "http://" + target.address() + "/v1/metrics")
        .set("management.opentelemetry.resource-attributes[service.instance.id]", "pod-7")
        .run("sweep")
        .exitedWith(0);

    assertThat(target.last("/v1/metrics").body()).contains("service.instance.id", "pod-7");

    Map<String, Double> values = OtlpValues.of(target.last("/v1/metrics").body());
    assertThat(values)
        .contains(
            entry(MetricNames.ATTEMPTS + OWN, attempts()),
            entry(MetricNames.EXIT_CODE + OWN, 0.0),
            entry(MetricNames.LAST_SUCCESS + OWN, lastSuccess()),
            entry(MetricNames.PLANNED + OWN, 4.0));
    assertThat(audited()).hasSize(3);
    audited()
        .forEach((outcome, rows) -> assertThat(values).containsEntry(otlpOutcome(outcome), rows));
  }

  @Test
  void eachAccountHasItsGroup() {
    world.account("acme").track("acme", "MET-OF-ACME", "IDLE", "20 days");
    world.pave.session(World.key("acme"), "MET-OF-ACME", "IDLE");

    pushed().run("sweep").exitedWith(0);

    String acme = target.last(GROUP.replace("default", "acme")).body();
    assertThat(acme).contains("account=\"acme\"").doesNotContain("account=\"default\"");
    assertThat(outcomes(values(acme))).containsEntry("removed confirmed", 1.0);
    assertThat(target.last(GROUP).body()).doesNotContain("account=\"acme\"");
  }

  @Test
  void figuresArePushedDuringTheRun() {
    AtomicInteger replies = new AtomicInteger();
    world.pave.beforeReply(
        exchange -> {
          if (replies.incrementAndGet() == 2) {
            awaitPush();
          }
        });

    pushed().set(GATEWAY + ".push-rate", "20ms").run("sweep").exitedWith(0);

    assertThat(target.received().getFirst().body())
        .contains("session_cleanup_claims_open")
        .doesNotContain("session_cleanup_exit_code");
    assertThat(target.last(GROUP).body()).contains("session_cleanup_exit_code");
  }

  private void awaitPush() {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !target.received().isEmpty());
  }

  /** PUT replaces the whole group, so no series of an earlier run is left. */
  @Test
  void everyPushReplacesTheGroup() {
    pushed().run("sweep").exitedWith(0);
    world.stale("MET-0000000004").pave.faultFor("MET-0000000004", Fault.UNAUTHORIZED, 9);
    world.set("pave.accounts.default.api-secret", "hush-mistyped").run("sweep").exitedWith(6);

    assertThat(target.received()).extracting(MetricsTarget.Received::method).containsOnly("PUT");
    assertThat(values(target.last(GROUP).body()))
        .contains(
            entry("session_cleanup_exit_code" + OWN, 6.0),
            entry("session_cleanup_last_success_time_seconds" + OWN, lastSuccess()),
            entry("session_cleanup_backlog" + OWN, 1.0));
  }

  @Test
  void groupingKeyAndLoginAreThoseOfTheSettings() {
    pushed()
        .set(GATEWAY + ".job", "cleanup")
        .set(GATEWAY + ".grouping-key.pod", "a/b")
        .set(GATEWAY + ".username", "me")
        .set(GATEWAY + ".password", "hush")
        .run("sweep")
        .exitedWith(0);

    assertThat(
            target
                .last("/metrics/job/cleanup/account/default/kind/nightly/pod@base64/YS9i")
                .authorization())
        .isEqualTo("Basic bWU6aHVzaA==");
  }

  @Test
  void targetThatAnswersAnErrorChangesNothing() {
    target.answer(500);

    Shell.Ended ended = pushed().set(OTLP_URL, "http://" + target.address()).run("sweep");

    assertUnharmed(ended, "500");
    assertThat(target.received()).hasSize(2);
  }

  @Test
  void targetThatRefusesConnectionsChangesNothing() {
    pushed().set(OTLP_URL, "http://" + target.address());
    target.close();

    assertUnharmed(world.run("sweep"), "no connection");
  }

  /** Each target gets one attempt at the end, whatever the number of accounts. */
  @Test
  void targetThatHangsGetsOneLastAttempt() {
    world.account("acme").account("other");
    target.hang();

    Shell.Ended ended =
        pushed()
            .set("cleanup.metrics-timeout", "1s")
            .set(OTLP_URL, "http://" + target.address())
            .run("sweep");

    assertUnharmed(ended, "no reply");
    assertThat(target.received()).hasSizeLessThanOrEqualTo(2);
  }

  private void assertUnharmed(Shell.Ended ended, String reason) {
    ended.exitedWith(0).says(": complete");
    assertThat(ended.err()).doesNotContain("\tat ");
    List<String> warnings =
        ended.err().lines().filter(line -> line.contains("Metrics could not be sent")).toList();
    assertThat(warnings).hasSize(2).allMatch(line -> line.contains(reason));
    assertThat(world.audit()).hasSize(4).allMatch(row -> row.outcome() != null);
  }

  @Test
  void dryRunHasNoMetrics() {
    pushed().run("sweep", "--dry-run").exitedWith(0);

    assertThat(target.received()).isEmpty();
  }

  @Test
  void addressThatIsNoneIsAnError() {
    pushed()
        .set(GATEWAY + ".address", "http://gateway")
        .run("sweep")
        .exitedWith(2)
        .complainsOnce(GATEWAY + ".address is not a host and port");
  }

  @Test
  void withoutAnExportThereIsNoRegistry() {
    List<String> settings =
        List.of("--spring.datasource.url=" + world.database.jdbcUrl(), "--" + OTLP_URL + "=");
    try (Application application = Application.start(settings)) {
      assertThat(application.monitor()).isSameAs(RunMonitor.NONE);
      assertThat(application.get(CleanupProperties.class).metricsTimeout())
          .isEqualTo(Duration.ofSeconds(2));
      assertThatThrownBy(() -> application.get(MeterRegistry.class))
          .isInstanceOf(NoSuchBeanDefinitionException.class);
    }
  }

  private World pushed() {
    return world.set(GATEWAY + ".enabled", "true").set(GATEWAY + ".address", target.address());
  }

  private double attempts() {
    return number("select sum(attempts) from session_audit");
  }

  private double lastSuccess() {
    return number(
        "select floor(extract(epoch from max(finished_at))) from cleanup_run where state = 'complete'");
  }

  private double number(String sql) {
    return world.jdbc.sql(sql).query(Double.class).single();
  }

  /** Like "removed inferred" = 1; outcomes that no row has are left out. */
  private Map<String, Double> audited() {
    return world
        .jdbc
        .sql(
            """
            select outcome || ' ' || coalesce(evidence, 'none') as name, count(*) as rows
            from session_audit group by 1
            """)
        .query((row, number) -> Map.entry(row.getString(1), row.getDouble(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, Double> outcomes(Map<String, Double> values) {
    Map<String, Double> outcomes = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith("session_cleanup_outcomes_total{") && value > 0) {
            outcomes.put(label(name, "outcome") + " " + label(name, "evidence"), value);
          }
        });
    return outcomes;
  }

  private static String label(String series, String name) {
    return series.replaceFirst(".*[{,]" + name + "=\"([^\"]*)\".*", "$1");
  }

  private static String reply(String status) {
    return "session_cleanup_replies_total{account=\"default\",kind=\"nightly\",status=\"%s\"}"
        .formatted(status);
  }

  private static String otlpOutcome(String outcomeAndEvidence) {
    String[] parts = outcomeAndEvidence.split(" ", -1);
    return MetricNames.OUTCOMES
        + "{account=\"default\",evidence=\"%s\",kind=\"nightly\",outcome=\"%s\"}"
            .formatted(parts[1], parts[0]);
  }

  private static Map<String, Double> values(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" (?=[^ ]*$)", -1))
        .collect(Collectors.toMap(line -> line[0], line -> Double.parseDouble(line[1])));
  }
}
