package dev.sessioncleanup.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

/** What every overlay must be, alone and with any component. */
enum ManifestRule {
  /** Pod Security Standard "restricted", for each container. */
  RESTRICTED(
      overlay -> {
        PodSecurityContext pod = overlay.pod().getSecurityContext();
        assertThat(pod.getRunAsNonRoot()).isTrue();
        assertThat(pod.getRunAsUser()).isPositive();
        assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getSysctls()).isEmpty();
        assertThat(
                Arrays.asList(
                    overlay.pod().getHostNetwork(),
                    overlay.pod().getHostPID(),
                    overlay.pod().getHostIPC()))
            .containsOnlyNulls();
        for (Container container : overlay.containers()) {
          SecurityContext own = container.getSecurityContext();
          assertThat(own.getAllowPrivilegeEscalation()).isFalse();
          assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
          assertThat(own.getCapabilities().getAdd()).isEmpty();
          assertThat(
                  Arrays.asList(
                      own.getPrivileged(),
                      own.getRunAsNonRoot(),
                      own.getRunAsUser(),
                      own.getSeccompProfile(),
                      own.getProcMount()))
              .as("weaker than the pod's")
              .containsOnlyNulls();
          assertThat(container.getPorts()).isEmpty();
        }
        assertThat(overlay.pod().getVolumes())
            .allMatch(
                volume ->
                    volume.getConfigMap() != null
                        || volume.getSecret() != null
                        || volume.getEmptyDir() != null);
      }),

  /** Nothing is written but in /tmp, which is limited. */
  READ_ONLY(
      overlay -> {
        for (Container container : overlay.containers()) {
          assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
          assertThat(container.getVolumeMounts())
              .extracting(VolumeMount::getMountPath)
              .containsExactlyInAnyOrder("/app/config", "/etc/session-cleanup", "/tmp");
          for (VolumeMount mount : container.getVolumeMounts()) {
            boolean temporary = mount.getMountPath().equals("/tmp");
            assertThat(Boolean.TRUE.equals(mount.getReadOnly())).isNotEqualTo(temporary);
            Volume volume = volume(overlay, mount.getName());
            if (temporary) {
              assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull();
            }
          }
        }
      }),

  USER_OF_THE_IMAGE(
      overlay -> {
        PodSecurityContext pod = overlay.pod().getSecurityContext();
        assertThat(pod.getRunAsUser() + ":" + pod.getRunAsGroup()).isEqualTo(userOfTheImage());
        assertThat(pod.getFsGroup()).as("who may read the secrets").isEqualTo(pod.getRunAsGroup());
      }),

  RESOURCES(
      overlay -> {
        for (Container container : overlay.containers()) {
          var requested = container.getResources().getRequests();
          var limits = container.getResources().getLimits();
          assertThat(requested.get("memory")).isEqualTo(new Quantity("192Mi"));
          assertThat(limits.get("memory")).isEqualTo(new Quantity("384Mi"));
          assertThat(requested).containsKey("cpu");
        }
      }),

  /** The API of Kubernetes is not used. */
  NO_TOKEN(
      overlay -> {
        assertThat(overlay.only(ServiceAccount.class).getAutomountServiceAccountToken()).isFalse();
        assertThat(overlay.pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(overlay.pod().getEnableServiceLinks()).isFalse();
      }),

  /** Each ending that the contract calls worth a retry is retried, and no other. */
  EXIT_CODES(
      overlay -> {
        List<PodFailurePolicyRule> rules = overlay.job().getPodFailurePolicy().getRules();
        assertThat(rules.getFirst().getAction()).isEqualTo("Ignore");
        assertThat(rules.getFirst().getOnPodConditions())
            .singleElement()
            .satisfies(condition -> assertThat(condition.getType()).isEqualTo("DisruptionTarget"));
        Set<Integer> counted = new TreeSet<>();
        Set<Integer> ended = new TreeSet<>();
        for (PodFailurePolicyRule rule : rules.subList(1, rules.size())) {
          var codes = rule.getOnExitCodes();
          assertThat(codes.getOperator()).isEqualTo("In");
          if (codes.getContainerName().equals(overlay.program().getName())) {
            (rule.getAction().equals("Count") ? counted : ended).addAll(codes.getValues());
          } else {
            assertThat(overlay.pod().getInitContainers())
                .extracting(Container::getName)
                .contains(codes.getContainerName());
          }
        }
        Set<Integer> worthARetry = Set.of(1, 5);
        assertThat(ended)
            .isEqualTo(
                Arrays.stream(Ending.Kind.values())
                    .map(Ending.Kind::exitCode)
                    .filter(code -> code != 0 && !worthARetry.contains(code))
                    .collect(Collectors.toSet()));
        assertThat(counted)
            .containsAll(worthARetry)
            .contains(137, 143)
            .doesNotContainAnyElementsOf(ended);
        Integer retries = overlay.job().getBackoffLimit();
        assertThat(retries == null ? overlay.job().getBackoffLimitPerIndex() : retries)
            .isEqualTo(5);
        assertThat(overlay.pod().getRestartPolicy()).isEqualTo("Never");
      }),

  /** Long enough for the program to stop by itself, short enough for a reclaimed node. */
  GRACE_PERIOD(
      overlay -> {
        Duration lastRecords = Duration.ofSeconds(5);
        Duration pingAndMetrics = Duration.ofSeconds(4);
        Duration stop = settings(overlay).grace().plus(lastRecords).plus(pingAndMetrics);
        assertThat(Duration.ofSeconds(overlay.pod().getTerminationGracePeriodSeconds()))
            .isBetween(stop.plusSeconds(10), Duration.ofSeconds(60));
      }),

  /** A slow run ends by itself; Kubernetes ends only one that is stuck. */
  DEADLINE(
      overlay -> {
        Duration deadline = Duration.ofSeconds(overlay.job().getActiveDeadlineSeconds());
        assertThat(deadline).isPositive();
        if (overlay.deletesSessions()) {
          Duration budget = Durations.parse(option(overlay, "--time-budget"));
          CleanupProperties settings = settings(overlay);
          Duration start = settings.unavailableAfter();
          Duration stop = Duration.ofSeconds(overlay.pod().getTerminationGracePeriodSeconds());
          assertThat(deadline).isGreaterThan(budget.plus(start).plus(stop));
          Duration longest = settings.rate().timeFor(settings.guard().maxCount());
          assertThat(budget)
              .as("for the guard's maximum")
              .isGreaterThan(longest.multipliedBy(11).dividedBy(10));
        }
      }),

  FINISHED_JOBS_ARE_REMOVED(
      overlay ->
          assertThat(Duration.ofSeconds(overlay.job().getTtlSecondsAfterFinished()))
              .isBetween(Duration.ofDays(1), Duration.ofDays(30))),

  /** One line of the ending is the pod's message; after a crash the last log lines are. */
  TERMINATION_MESSAGE(
      overlay ->
          assertThat(overlay.containers())
              .allSatisfy(
                  container -> {
                    assertThat(container.getTerminationMessagePolicy())
                        .isEqualTo("FallbackToLogsOnError");
                    assertThat(container.getTerminationMessagePath())
                        .as("the path that the program writes to")
                        .isNull();
                  })),

  LABELS(
      overlay -> {
        assertThat(overlay.allMetadata())
            .extracting(ObjectMeta::getLabels)
            .allSatisfy(
                labels ->
                    assertThat(labels)
                        .containsEntry("app.kubernetes.io/name", "session-cleanup")
                        .containsEntry("app.kubernetes.io/component", overlay.name()));
        String tag = overlay.program().getImage().replaceFirst(".*:", "");
        assertThat(overlay.workload().getMetadata().getLabels())
            .containsEntry("app.kubernetes.io/version", tag);
        assertThat(overlay.job().getTemplate().getMetadata().getLabels())
            .containsEntry("app.kubernetes.io/version", tag);
      }),

  /** The user's kubectl or kustomization sets it. */
  NO_NAMESPACE(
      overlay ->
          assertThat(overlay.allMetadata())
              .extracting(ObjectMeta::getNamespace)
              .containsOnlyNulls()),

  /** A version, the same in all containers. */
  IMAGE(
      overlay ->
          assertThat(overlay.containers())
              .extracting(Container::getImage)
              .containsOnly("session-cleanup:" + versionOfTheProject())),

  /** What the pod uses is in the overlay, but for the Secrets. */
  REFERENCES(
      overlay -> {
        assertThat(overlay.pod().getServiceAccountName())
            .isEqualTo(overlay.only(ServiceAccount.class).getMetadata().getName());
        assertThat(volumeAt(overlay.program(), "/app/config", overlay).getConfigMap().getName())
            .isEqualTo(overlay.only(ConfigMap.class).getMetadata().getName());
        Volume secrets = volumeAt(overlay.program(), "/etc/session-cleanup", overlay);
        assertThat(secrets.getSecret().getDefaultMode())
            .as("readable for its group")
            .isEqualTo(0440);
        List<String> created =
            overlay.resources().stream()
                .filter(ExternalSecret.class::isInstance)
                .map(each -> each.getMetadata().getName())
                .toList();
        boolean owners = !overlay.deletesSessions();
        assertThat(secrets.getSecret().getSecretName())
            .isEqualTo(
                owners
                    ? "session-cleanup-owner"
                    : created.isEmpty() ? "session-cleanup" : created.getFirst());
        assertThat(overlay.containers())
            .allSatisfy(
                container ->
                    assertThat(container.getEnv())
                        .anySatisfy(
                            variable -> {
                              assertThat(variable.getName()).isEqualTo("SPRING_CONFIG_IMPORT");
                              assertThat(variable.getValue())
                                  .isEqualTo("optional:configtree:/etc/session-cleanup/");
                            }));
      }),

  /** Who asked for a run is on record. migrate records nobody. */
  REQUESTED_BY(
      overlay -> {
        if (!overlay.command().equals("migrate")) {
          assertThat(option(overlay, "--requested-by")).isNotBlank();
        }
      }),

  /** The program knows each setting of the ConfigMap; only the owner migrates. */
  SETTINGS(
      overlay -> {
        assertThat(settings(overlay)).isNotNull();
        Binder binder = binder(overlay);
        assertThat(binder.bind("spring.flyway.enabled", Boolean.class).get()).isFalse();
        assertThat(binder.bind("spring.datasource.url", String.class).get())
            .startsWith("jdbc:postgresql://");
      }),

  /** A slow job is waiting for its slots, and killing it would only start it again. */
  NO_PROBES(
      overlay ->
          assertThat(overlay.containers())
              .allSatisfy(
                  container ->
                      assertThat(
                              Arrays.asList(
                                  container.getLivenessProbe(),
                                  container.getReadinessProbe(),
                                  container.getStartupProbe()))
                          .containsOnlyNulls()));

  @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
  private final Consumer<Overlay> check;

  ManifestRule(Consumer<Overlay> check) {
    this.check = check;
  }

  /** Throws an AssertionError when the overlay breaks the rule. */
  void check(Overlay overlay) {
    check.accept(overlay);
  }

  static String option(Overlay overlay, String name) {
    int at = overlay.arguments().indexOf(name);
    assertThat(at).as("%s among %s", name, overlay.arguments()).isNotNegative();
    return overlay.arguments().get(at + 1);
  }

  private static Volume volume(Overlay overlay, String name) {
    return overlay.pod().getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no volume " + name));
  }

  static Volume volumeAt(Container container, String path, Overlay overlay) {
    return container.getVolumeMounts().stream()
        .filter(mount -> mount.getMountPath().equals(path))
        .map(mount -> volume(overlay, mount.getName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing at " + path));
  }

  private static CleanupProperties settings(Overlay overlay) {
    return binder(overlay)
        .bindOrCreate(
            "cleanup",
            Bindable.of(CleanupProperties.class),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
  }

  private static Binder binder(Overlay overlay) {
    try {
      var file = new ByteArrayResource(overlay.settings().getBytes(StandardCharsets.UTF_8));
      var sources = new YamlPropertySourceLoader().load("application.yaml", file);
      return new Binder(ConfigurationPropertySources.from(sources));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String userOfTheImage() {
    return lines("src/main/docker/Dockerfile")
        .filter(line -> line.startsWith("USER "))
        .map(line -> line.substring("USER ".length()))
        .reduce("root", (before, last) -> last);
  }

  private static String versionOfTheProject() {
    return lines("pom.xml")
        .dropWhile(line -> !line.contains("<artifactId>session-cleanup</artifactId>"))
        .filter(line -> line.contains("<version>"))
        .map(line -> line.replaceAll("\\s*</?version>", "").replace("-SNAPSHOT", ""))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
