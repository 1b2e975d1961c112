package dev.sessioncleanup.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule finds the mistakes that it is there for: one edit of the manifests, one failure. */
class ManifestRuleTest {
  private static final String EDITS =
      """
      RESTRICTED | runAsNonRoot: true | runAsNonRoot: false
      RESTRICTED | type: RuntimeDefault | type: Unconfined
      RESTRICTED | allowPrivilegeEscalation: false | allowPrivilegeEscalation: true
      RESTRICTED | allowPrivilegeEscalation: false | privileged: true
      RESTRICTED | - ALL | - NET_RAW
      RESTRICTED | enableServiceLinks: false | hostNetwork: true
      READ_ONLY | readOnlyRootFilesystem: true | readOnlyRootFilesystem: false
      READ_ONLY | sizeLimit: 64Mi | medium: ""
      READ_ONLY | mountPath: /tmp | mountPath: /app
      USER_OF_THE_IMAGE | runAsUser: 10001 | runAsUser: 10002
      USER_OF_THE_IMAGE | fsGroup: 10001 | fsGroup: 10002
      RESOURCES | memory: 384Mi | memory: 768Mi
      RESOURCES | memory: 192Mi | memory: 384Mi
      NO_TOKEN | automountServiceAccountToken: false | automountServiceAccountToken: true
      NO_TOKEN | enableServiceLinks: false | enableServiceLinks: true
      EXIT_CODES | type: DisruptionTarget | type: Ready
      EXIT_CODES | - 4 | - 5
      EXIT_CODES | - 7 | - 8
      EXIT_CODES | action: Count | action: FailJob
      EXIT_CODES | containerName: session-cleanup | containerName: other
      EXIT_CODES | backoffLimit: 5 | backoffLimit: 0
      EXIT_CODES | restartPolicy: Never | restartPolicy: OnFailure
      GRACE_PERIOD | terminationGracePeriodSeconds: 45 | terminationGracePeriodSeconds: 30
      GRACE_PERIOD | terminationGracePeriodSeconds: 45 | terminationGracePeriodSeconds: 90
      DEADLINE | activeDeadlineSeconds: 25200 | activeDeadlineSeconds: 23400
      DEADLINE | - 390m | - 7h
      DEADLINE | - 390m | - 6h
      DEADLINE | - --time-budget | - --older-than
      FINISHED_JOBS_ARE_REMOVED | ttlSecondsAfterFinished: 604800 | ttlSecondsAfterFinished: 60
      TERMINATION_MESSAGE | terminationMessagePolicy: FallbackToLogsOnError | terminationMessagePolicy: File
      TERMINATION_MESSAGE | image: session-cleanup | terminationMessagePath: /tmp/x
      LABELS | app.kubernetes.io/name: session-cleanup | app.kubernetes.io/name: other
      LABELS | app.kubernetes.io/component: nightly | app.kubernetes.io/component: backfill
      LABELS | app.kubernetes.io/version: 0.1.0 | app.kubernetes.io/version: 0.2.0
      NO_NAMESPACE | labels: | namespace: default\\n          labels:
      IMAGE | image: session-cleanup:0.1.0 | image: session-cleanup:latest
      IMAGE | image: session-cleanup:0.1.0 | image: session-cleanup
      REFERENCES | serviceAccountName: session-cleanup-nightly | serviceAccountName: default
      REFERENCES | secretName: session-cleanup | secretName: session-cleanup-owner
      REFERENCES | defaultMode: 288 | defaultMode: 420
      REFERENCES | value: optional:configtree:/etc/session-cleanup/ | value: optional:configtree:/etc/other/
      REQUESTED_BY | - --requested-by | - --limit
      SETTINGS | older-than: 7d | older: 7d
      SETTINGS | enabled: false | enabled: true
      SETTINGS | url: jdbc:postgresql://postgres:5432/sessions | uri: jdbc:postgresql://postgres:5432/sessions
      NO_PROBES | image: session-cleanup:0.1.0 | livenessProbe: {}
      """;

  @ParameterizedTest
  @CsvSource(textBlock = EDITS, delimiter = '|')
  void mistakeIsFound(ManifestRule rule, String correct, String mistake) {
    String yaml = Overlay.yaml("nightly");
    String edited = replaceLast(yaml, correct, mistake.replace("\\n", "\n"));
    rule.check(Overlay.read("nightly", yaml));

    assertThatThrownBy(() -> rule.check(Overlay.read("nightly", edited)))
        .satisfiesAnyOf(
            failure -> assertThat(failure).isInstanceOf(AssertionError.class),
            failure -> assertThat(failure).hasStackTraceContaining("cleanup.older"),
            failure -> assertThat(failure).hasMessageContaining("No value bound"));
  }

  /** The last one is in the pod, which is rendered last. */
  private static String replaceLast(String yaml, String from, String to) {
    int at = yaml.lastIndexOf(from);
    assertThat(at).as(from).isNotNegative();
    return yaml.substring(0, at) + to + yaml.substring(at + from.length());
  }

  @Test
  void everyRuleIsBrokenOnce() {
    assertThat(EDITS.lines().map(line -> line.replaceFirst(" .*", "")).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ManifestRule.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          concurrencyPolicy: Forbid | concurencyPolicy: Forbid | concurencyPolicy
          backoffLimit: 5 | backofLimit: 5 | backofLimit
          runAsNonRoot: true | runAsNonroot: true | runAsNonroot
          sizeLimit: 64Mi | sizelimit: 64Mi | sizelimit
          suspend: false | suspend: "no" | suspend
          activeDeadlineSeconds: 25200 | activeDeadlineSeconds: 7h | activeDeadlineSeconds
          kind: CronJob | kind: CronJobs | CronJobs
          timeZone: Etc/UTC | suspend: true | duplicate key suspend
          """)
  void unknownFieldIsRefused(String correct, String mistake, String named) {
    String edited = replaceLast(Overlay.yaml("nightly"), correct, mistake);

    assertThatThrownBy(() -> StrictYaml.read(edited)).hasStackTraceContaining(named);
  }
}
