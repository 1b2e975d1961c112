package dev.sessioncleanup.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules, dashboard and README use the metrics that the program sends, and no other. */
class MonitoringFilesTest {
  private static final AccountFigures.Group GROUP = new AccountFigures.Group("default", "nightly");

  @ParameterizedTest
  @EnumSource(MonitoringFiles.class)
  void filesUseMetricsThatAreSent(MonitoringFiles file) throws IOException {
    assertThat(file.metrics()).hasSizeGreaterThan(4).isSubsetOf(sent());
  }

  @ParameterizedTest
  @EnumSource(MonitoringFiles.class)
  void filesUseLabelsThatAreSent(MonitoringFiles file) throws IOException {
    String text = text("nightly") + text("backfill");

    assertThat(file.labels()).isNotEmpty().allMatch(text::contains);
  }

  @Test
  void everyMetricIsOnTheDashboard() throws IOException {
    Set<String> shown = MonitoringFiles.DASHBOARD.metrics();

    assertThat(sent()).allMatch(shown::contains);
  }

  /** The README names each as the program has it and as Prometheus shows it. */
  @Test
  void everyMetricIsInTheReadme() throws IOException {
    String readme = Files.readString(MonitoringFiles.DIRECTORY.resolve("README.md"));

    assertThat(dottedNames()).hasSize(13).allMatch(name -> readme.contains("| `" + name + "` |"));
    assertThat(sent())
        .allMatch(name -> readme.contains("`" + name.replaceFirst("_sum$", "_count") + "`"));
  }

  @Test
  void everyAlertIsInTheReadme() throws IOException {
    String readme = Files.readString(MonitoringFiles.DIRECTORY.resolve("README.md"));

    assertThat(
            MonitoringFiles.RULES
                .text()
                .lines()
                .filter(line -> line.contains("- alert: "))
                .map(line -> line.replaceFirst(".*: ", "")))
        .hasSize(8)
        .allMatch(alert -> readme.contains("| `" + alert + "` |"))
        .allMatch(alert -> MonitoringFiles.RULES_TEST.text().contains("alertname: " + alert));
  }

  @Test
  void dashboardAsksForItsDataSource() {
    JsonNode dashboard = JsonMapper.shared().readTree(MonitoringFiles.DASHBOARD.text());

    assertThat(dashboard.get("templating").get("list").get(0).get("type").asString())
        .isEqualTo("datasource");
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(panel.get("datasource").get("uid").asString()).isEqualTo("${datasource}");
      assertThat(panel.get("targets")).isNotEmpty();
    }
  }

  /** Without the maximum of a timer, which nobody needs. */
  private static Set<String> sent() throws IOException {
    return text("nightly")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst("[{ ].*", ""))
        .filter(name -> !name.endsWith("_max"))
        .collect(Collectors.toSet());
  }

  private static String text(String kind) throws IOException {
    var group = new AccountFigures.Group(GROUP.account(), kind);
    var figures = new AccountFigures(group, List::of);
    figures.lastSuccess(Instant.EPOCH);
    figures.ended(new AccountFigures.Ended(0, 0L, new AuditFigures.Backlog(0, null)));
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new AccountMeters(registry, figures).register();
    byte[] text = SnapshotText.of(registry.getPrometheusRegistry().scrape(), group);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static List<String> dottedNames() {
    return Arrays.stream(MetricNames.class.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .map(MonitoringFilesTest::value)
        .filter(value -> value.startsWith("session."))
        .toList();
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
