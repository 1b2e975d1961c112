package dev.sessioncleanup.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Renders every overlay and component as {@code kubectl apply -k} would, and reads them strictly.
 */
class ManifestsTest {
  private static final String[] OF_DELETING_OVERLAYS = {
    "network-policy", "otlp", "pushgateway", "external-secrets", "ping"
  };

  static Stream<Arguments> rulesAndOverlays() {
    return Stream.of(ManifestRule.values())
        .flatMap(rule -> Overlay.names().stream().map(overlay -> Arguments.of(rule, overlay)));
  }

  @ParameterizedTest
  @MethodSource("rulesAndOverlays")
  void overlayKeepsTheRule(ManifestRule rule, String overlay) {
    rule.check(Overlay.of(overlay));
  }

  @ParameterizedTest
  @MethodSource("rulesAndOverlays")
  void overlayKeepsTheRuleWithComponents(ManifestRule rule, String overlay) {
    rule.check(withItsComponents(overlay));
  }

  /** All components that are meant for the overlay. */
  private static Overlay withItsComponents(String overlay) {
    return switch (overlay) {
      case "migrate", "purge" -> Overlay.with(overlay, "network-policy");
      case "backfill-parallel" -> Overlay.with(overlay, OF_DELETING_OVERLAYS);
      default -> Overlay.with(overlay, Overlay.components().toArray(String[]::new));
    };
  }

  @Test
  void overlaysAndComponentsAreThese() {
    assertThat(Overlay.names())
        .containsExactly("backfill", "backfill-parallel", "migrate", "nightly", "purge");
    assertThat(Overlay.components())
        .containsExactly(
            "external-secrets", "migrate-first", "network-policy", "otlp", "ping", "pushgateway");
  }

  /** So that {@code kubectl delete -k} of one overlay takes nothing from another. */
  @Test
  void overlaysShareNoObject() {
    List<String> objects = new ArrayList<>();
    for (String overlay : Overlay.names()) {
      for (HasMetadata each : withItsComponents(overlay).resources()) {
        objects.add(each.getKind() + "/" + each.getMetadata().getName());
      }
    }
    assertThat(objects).hasSizeGreaterThan(15).doesNotHaveDuplicates();
  }

  /** The CronJob controller adds 11 characters to its name. */
  @Test
  void namesAreShort() {
    assertThat(Overlay.names())
        .allSatisfy(
            each ->
                assertThat(Overlay.of(each).workload().getMetadata().getName())
                    .hasSizeLessThanOrEqualTo(52)
                    .isEqualTo("session-cleanup-" + each));
  }

  @Test
  void nightlyRunsOnceANightInANamedZone() {
    CronJobSpec nightly = Overlay.of("nightly").only(CronJob.class).getSpec();

    assertThat(Overlay.of("nightly").command()).isEqualTo("sweep");
    assertThat(nightly.getSchedule()).matches("\\d+ \\d+ \\* \\* \\*");
    assertThat(nightly.getTimeZone()).isEqualTo("Etc/UTC");
    assertThat(nightly.getConcurrencyPolicy()).isEqualTo("Forbid");
    assertThat(nightly.getStartingDeadlineSeconds()).isEqualTo(7200);
    assertThat(nightly.getSuccessfulJobsHistoryLimit()).isEqualTo(7);
    assertThat(nightly.getFailedJobsHistoryLimit()).isEqualTo(7);
    assertThat(nightly.getSuspend()).isFalse();
  }

  @Test
  void purgeRunsOnceAMonth() {
    CronJobSpec purge = Overlay.of("purge").only(CronJob.class).getSpec();

    assertThat(Overlay.of("purge").arguments())
        .containsSequence("purge", "--older-than", "400d")
        .contains("--yes");
    assertThat(purge.getSchedule()).matches("\\d+ \\d+ 1 \\* \\*");
    assertThat(purge.getTimeZone()).isEqualTo("Etc/UTC");
    assertThat(purge.getConcurrencyPolicy()).isEqualTo("Forbid");
    assertThat(purge.getStartingDeadlineSeconds()).isEqualTo(86_400);
    assertThat(purge.getSuccessfulJobsHistoryLimit()).isEqualTo(3);
    assertThat(purge.getFailedJobsHistoryLimit()).isEqualTo(3);
    assertThat(purge.getSuspend()).isFalse();
  }

  @Test
  void backfillCarriesOutASavedPlan() {
    assertThat(Overlay.of("backfill").arguments())
        .containsSequence("backfill", "--plan", "CHANGE-ME")
        .containsSequence("--requested-by", "CHANGE-ME")
        .contains("--yes");
  }

  @Test
  void migrateGrantsTheRights() {
    assertThat(Overlay.of("migrate").arguments()).containsExactly("migrate", "--roles");
  }

  /** Only a range can be shared: a saved plan is carried out by one process at a time. */
  @Test
  void parallelBackfillIsAnIndexedJobOverARange() {
    Overlay overlay = Overlay.of("backfill-parallel");
    JobSpec job = overlay.job();

    assertThat(overlay.arguments())
        .containsSequence("backfill", "--from", "CHANGE-ME", "--to", "CHANGE-ME")
        .contains("--yes")
        .doesNotContain("--plan");
    assertThat(job.getCompletionMode()).isEqualTo("Indexed");
    assertThat(job.getCompletions()).isEqualTo(4);
    assertThat(job.getParallelism()).isEqualTo(4);
    assertThat(job.getBackoffLimit()).as("attempts of all pods together").isNull();
  }

  /** What concerns one pod must not end the others. */
  @Test
  void parallelPodThatIsPartialEndsAlone() {
    assertThat(Overlay.of("backfill-parallel").job().getPodFailurePolicy().getRules())
        .filteredOn(rule -> rule.getAction().equals("FailIndex"))
        .singleElement()
        .extracting(rule -> rule.getOnExitCodes().getValues())
        .isEqualTo(List.of(3, 7));
    assertThat(Overlay.of("nightly").job().getPodFailurePolicy().getRules())
        .extracting(PodFailurePolicyRule::getAction)
        .doesNotContain("FailIndex");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nightly", "backfill", "backfill-parallel", "migrate", "purge"})
  void networkPolicySelectsThePodsOfItsOverlay(String name) {
    Overlay overlay = Overlay.with(name, "network-policy");
    NetworkPolicy policy = overlay.only(NetworkPolicy.class);
    Map<String, String> pods = overlay.job().getTemplate().getMetadata().getLabels();

    assertThat(pods).containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
    assertThat(policy.getSpec().getPodSelector().getMatchLabels())
        .containsEntry("app.kubernetes.io/component", name);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress()).isEmpty();
    assertThat(policy.getSpec().getEgress())
        .allSatisfy(rule -> assertThat(rule.getPorts()).isNotEmpty())
        .flatExtracting(rule -> rule.getPorts())
        .extracting(NetworkPolicyPort::getPort)
        .extracting(IntOrString::getIntVal)
        .containsExactly(53, 53, 5432, 443, 4318, 9091);
  }

  @Test
  void initContainerMigratesAsTheOwnerAndTheProgramDoesNot() {
    Overlay overlay = Overlay.with("nightly", "migrate-first");
    Container init = overlay.pod().getInitContainers().getFirst();

    assertThat(init.getArgs()).containsExactly("migrate", "--roles");
    assertThat(secretOf(init, overlay)).isEqualTo("session-cleanup-owner");
    assertThat(secretOf(overlay.program(), overlay)).isEqualTo("session-cleanup");
    assertThat(overlay.job().getPodFailurePolicy().getRules())
        .filteredOn(rule -> rule.getOnExitCodes() != null)
        .filteredOn(rule -> rule.getOnExitCodes().getContainerName().equals(init.getName()))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getAction()).isEqualTo("FailJob");
              assertThat(rule.getOnExitCodes().getValues()).containsExactly(2);
            });
  }

  private static String secretOf(Container container, Overlay overlay) {
    return ManifestRule.volumeAt(container, "/etc/session-cleanup", overlay)
        .getSecret()
        .getSecretName();
  }

  @Test
  void metricsAreSentWhereTheComponentSays() {
    assertThat(environment("otlp"))
        .containsEntry("MANAGEMENT_OTLP_METRICS_EXPORT_ENABLED", "true")
        .containsEntry(
            "MANAGEMENT_OTLP_METRICS_EXPORT_URL",
            "http://otel-collector.monitoring:4318/v1/metrics");
    assertThat(environment("pushgateway"))
        .containsEntry("MANAGEMENT_PROMETHEUS_METRICS_EXPORT_PUSHGATEWAY_ENABLED", "true")
        .containsEntry(
            "MANAGEMENT_PROMETHEUS_METRICS_EXPORT_PUSHGATEWAY_ADDRESS",
            "pushgateway.monitoring:9091");
  }

  private static Map<String, String> environment(String component) {
    return Overlay.with("nightly", component).program().getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  /** A variable is replaced only where it stands before, and Kubernetes adds its own index last. */
  @ParameterizedTest
  @ValueSource(strings = {"network-policy", "otlp", "pushgateway"})
  void parallelPodsDoNotReplaceEachOthersMetrics(String component) {
    List<EnvVar> variables = Overlay.with("backfill-parallel", component).program().getEnv();
    EnvVar index = variable(variables, "POD_INDEX");

    assertThat(index.getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.annotations['batch.kubernetes.io/job-completion-index']");
    assertThat(variables.subList(variables.indexOf(index), variables.size()))
        .filteredOn(each -> each.getValue() != null && each.getValue().contains("$(POD_INDEX)"))
        .extracting(EnvVar::getName)
        .containsExactlyInAnyOrder(
            "MANAGEMENT_PROMETHEUS_METRICS_EXPORT_PUSHGATEWAY_GROUPINGKEY_POD",
            "OTEL_RESOURCE_ATTRIBUTES");
  }

  /** A backfill that shares the switch of the nightly run would answer for a missing night. */
  @Test
  void deadMansSwitchHasASecretOfItsOwn() {
    EnvVar url = variable(Overlay.with("nightly", "ping").program().getEnv(), "CLEANUP_PINGURL");

    assertThat(url.getValue()).isNull();
    assertThat(url.getValueFrom().getSecretKeyRef().getName()).isEqualTo("session-cleanup-ping");
    assertThat(url.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("url");
  }

  private static EnvVar variable(List<EnvVar> variables, String name) {
    return variables.stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nightly", "backfill", "backfill-parallel"})
  void externalSecretMakesTheSecretOfItsOverlay(String name) {
    Overlay overlay = Overlay.with(name, "external-secrets");
    ExternalSecret secret = overlay.only(ExternalSecret.class);

    assertThat(secretOf(overlay.program(), overlay))
        .isEqualTo("session-cleanup-" + name)
        .isEqualTo(secret.getMetadata().getName());
    assertThat(secret.getSpec().data())
        .extracting(ExternalSecret.Data::secretKey)
        .containsExactlyElementsOf(keysOfTheExample("session-cleanup"));
  }

  private static List<String> keysOfTheExample(String name) {
    return StrictYaml.read(text("base/secret.example.yaml")).stream()
        .filter(each -> each.getMetadata().getName().equals(name))
        .map(Secret.class::cast)
        .flatMap(each -> each.getStringData().keySet().stream())
        .toList();
  }

  @Test
  void examplesOfSecretsHoldNone() {
    assertThat(StrictYaml.read(text("base/secret.example.yaml")))
        .map(Secret.class::cast)
        .hasSize(2)
        .flatExtracting(each -> each.getStringData().values())
        .containsOnly("");
  }

  private static String text(String file) {
    try {
      return Files.readString(Overlay.ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On top of a rendered overlay a component would change nothing; kustomize must say so. */
  @ParameterizedTest
  @ValueSource(strings = {"otlp", "pushgateway", "migrate-first"})
  void componentInTheWrongPlaceIsRefused(String component) {
    assertThatThrownBy(() -> Overlay.onTopOf("nightly", component))
        .hasMessageContaining("no matches for Id Job");
  }
}
