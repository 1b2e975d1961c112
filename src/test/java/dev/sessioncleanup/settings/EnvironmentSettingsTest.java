package dev.sessioncleanup.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.pave.PaveProperties;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentSettingsTest {
  private final EnvironmentSettings settings =
      new EnvironmentSettings(List.of(CleanupProperties.class, PaveProperties.class));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CLEANUP_RTE",
        "CLEANUP_GUARD_MINAEG",
        "cleanup_rte",
        "PAVE_BASEURI",
        "PAVE_ACCOUNTS_DEFAULT_SECRET",
        "PAVE_ACCOUNTS_APIKEY"
      })
  void misspeltSettingIsRefusedByName(String variable) {
    assertThatThrownBy(() -> settings.refuseUnknown(Set.of("PATH", variable)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("unknown setting in the environment: " + variable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CLEANUP_RATE",
        "cleanup_rate",
        "CLEANUP_OLDERTHAN",
        "CLEANUP_OLDER_THAN",
        "CLEANUP_GUARD_MAXSHARE",
        "CLEANUP_BREAKER_MAX_UNEXPECTED",
        "PAVE_BASEURL",
        "PAVE_ACCOUNTS_DEFAULT_APISECRET",
        "PAVE_ACCOUNTS_ACME_EU_API_KEY",
        "CLEANUPS",
        "PATH"
      })
  void settingAndOtherVariablesAreAccepted(String variable) {
    assertThatCode(() -> settings.refuseUnknown(Set.of(variable))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PAVE_SERVICE_HOST",
        "PAVE_SIMULATOR_SERVICE_PORT_HTTP",
        "CLEANUP_PORT",
        "CLEANUP_DB_PORT_5432_TCP_ADDR"
      })
  void variableThatKubernetesSetsForAServiceIsAccepted(String variable) {
    assertThatCode(() -> settings.refuseUnknown(Set.of(variable))).doesNotThrowAnyException();
  }
}
