package dev.sessioncleanup.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renders the overlays as {@code kubectl apply -k} would. */
class ManifestsTest {
  private static final String POD = ".template.spec.";
  private static final String CONTAINER = POD + "containers[0].";

  @Test
  void nightlyRunsInANamedZoneAndForbidsConcurrency() throws Exception {
    RenderedOverlay nightly = RenderedOverlay.of("nightly");

    assertThat(nightly.kinds()).containsExactly("ServiceAccount", "ConfigMap", "CronJob");
    assertThat(nightly.value("CronJob", "spec.concurrencyPolicy")).isEqualTo("Forbid");
    assertThat(nightly.value("CronJob", "spec.timeZone")).isEqualTo("Etc/UTC");
    assertThat(nightly.value("CronJob", "spec.startingDeadlineSeconds")).isEqualTo(7200);
    assertThat(nightly.values("CronJob", "spec.jobTemplate.spec" + CONTAINER + "args"))
        .containsExactly("sweep", "--requested-by", "nightly");
  }

  @Test
  void backfillRefusesToRunUntilItsDatesAreSet() throws Exception {
    RenderedOverlay backfill = RenderedOverlay.of("backfill");

    assertThat(backfill.kinds()).containsExactly("ServiceAccount", "ConfigMap", "Job");
    assertThat(backfill.values("Job", "spec" + CONTAINER + "args"))
        .containsExactly("backfill", "--from", "CHANGE-ME", "--to", "CHANGE-ME", "--yes");
  }

  @Test
  void schemaIsCreatedByAJobOfItsOwn() throws Exception {
    RenderedOverlay migrate = RenderedOverlay.of("migrate");

    assertThat(migrate.kinds()).containsExactly("ServiceAccount", "ConfigMap", "Job");
    assertThat(migrate.value("Job", "metadata.name")).isEqualTo("session-cleanup-migrate");
    assertThat(migrate.values("Job", "spec" + CONTAINER + "args")).containsExactly("migrate");
  }

  @ParameterizedTest
  @CsvSource({
    "nightly, CronJob, spec.jobTemplate.spec",
    "backfill, Job, spec",
    "migrate, Job, spec"
  })
  void onlyRetryableExitCodesAreRetried(String overlay, String kind, String job) throws Exception {
    RenderedOverlay rendered = RenderedOverlay.of(overlay);
    String rules = job + ".podFailurePolicy.rules";

    assertThat(rendered.value(kind, rules + "[0].action")).isEqualTo("Ignore");
    assertThat(rendered.value(kind, rules + "[0].onPodConditions[0].type"))
        .isEqualTo("DisruptionTarget");
    assertThat(rendered.value(kind, rules + "[1].action")).isEqualTo("FailJob");
    assertThat(rendered.values(kind, rules + "[1].onExitCodes.values"))
        .containsExactly("2", "3", "4", "6", "7");
    assertThat(rendered.value(kind, rules + "[2].action")).isEqualTo("Count");
    assertThat(rendered.values(kind, rules + "[2].onExitCodes.values"))
        .containsExactly("1", "5", "137", "143");
    for (int rule : new int[] {1, 2}) {
      assertThat(rendered.value(kind, rules + "[" + rule + "].onExitCodes.containerName"))
          .isEqualTo(rendered.value(kind, job + CONTAINER + "name"));
    }
    assertThat(rendered.value(kind, job + ".backoffLimit")).isEqualTo(5);
    assertThat(rendered.value(kind, job + ".activeDeadlineSeconds")).isEqualTo(25200);
    assertThat(rendered.value(kind, job + POD + "restartPolicy")).isEqualTo("Never");
  }

  @ParameterizedTest
  @CsvSource({
    "nightly, CronJob, spec.jobTemplate.spec",
    "backfill, Job, spec",
    "migrate, Job, spec"
  })
  void podIsNotRootAndHasAGracePeriod(String overlay, String kind, String job) throws Exception {
    RenderedOverlay rendered = RenderedOverlay.of(overlay);

    assertThat(rendered.value(kind, job + POD + "terminationGracePeriodSeconds")).isEqualTo(60);
    assertThat(rendered.value(kind, job + POD + "securityContext.runAsNonRoot")).isEqualTo(true);
    assertThat(userOfTheImage())
        .isEqualTo(
            rendered.value(kind, job + POD + "securityContext.runAsUser")
                + ":"
                + rendered.value(kind, job + POD + "securityContext.runAsGroup"));
    assertThat(rendered.value(kind, job + POD + "securityContext.seccompProfile.type"))
        .isEqualTo("RuntimeDefault");
    assertThat(rendered.value(kind, job + CONTAINER + "securityContext.readOnlyRootFilesystem"))
        .isEqualTo(true);
    assertThat(rendered.value(kind, job + CONTAINER + "securityContext.capabilities.drop[0]"))
        .isEqualTo("ALL");
    assertThat(rendered.value(kind, job + CONTAINER + "resources.limits.memory")).isNotNull();
    assertThat(rendered.names(kind)).noneMatch(name -> name.contains("livenessProbe"));
    assertThat(rendered.value(kind, job + CONTAINER + "env[0].value"))
        .isEqualTo("optional:configtree:/etc/session-cleanup/");
    assertThat(rendered.value(kind, job + CONTAINER + "volumeMounts[1].mountPath"))
        .isEqualTo("/etc/session-cleanup");
  }

  private static String userOfTheImage() throws IOException {
    Path dockerfile = Path.of(System.getProperty("basedir", "."), "src/main/docker/Dockerfile");
    return Files.readAllLines(dockerfile).stream()
        .filter(line -> line.startsWith("USER "))
        .map(line -> line.substring("USER ".length()))
        .reduce("root", (before, last) -> last);
  }
}
