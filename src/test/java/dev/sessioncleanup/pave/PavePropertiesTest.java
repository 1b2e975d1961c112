package dev.sessioncleanup.pave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class PavePropertiesTest {
  @Configuration
  @EnableConfigurationProperties(PaveProperties.class)
  static class Binding {}

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Binding.class);

  @Test
  void defaultsAreThoseOfTheContract() {
    context.run(
        it ->
            assertThat(it.getBean(PaveProperties.class))
                .isEqualTo(
                    new PaveProperties(
                        URI.create("https://openapi.paveapi.com/v1"),
                        Map.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30))));
  }

  @Test
  void accountsAreBoundByName() {
    context
        .withPropertyValues(
            "pave.base-url=http://127.0.0.1:8080/v1/",
            "pave.read-timeout=2s",
            "pave.accounts.default.username=acme",
            "pave.accounts.default.api-key=key",
            "pave.accounts.default.api-secret=secret",
            "pave.accounts[eu/west].api-key=other")
        .run(
            it -> {
              PaveProperties settings = it.getBean(PaveProperties.class);
              assertThat(settings.baseUrl()).hasToString("http://127.0.0.1:8080/v1");
              assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(2));
              PaveAccounts accounts = new PaveAccounts(settings, InstantSource.system());
              assertThat(accounts.names()).containsExactly("default", "eu/west");
              assertThat(accounts.forAccount("default")).isNotNull();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"pave.base-ur=x", "pave.accounts.default.api-secrt=x"})
  void typoIsRefused(String property) {
    context
        .withPropertyValues(property)
        .run(it -> assertThat(it).hasFailed().getFailure().hasStackTraceContaining("left unbound"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080/v1",
        "http://localhost/v1",
        "http://[::1]:80/v1",
        "http://127.9.9.9",
        "https://pave.example.org"
      })
  void validBaseUrlIsAccepted(String url) {
    assertThat(withUrl(url).baseUrl()).hasToString(url);
    assertThat(withUrl(url + "/").baseUrl()).hasToString(url);
  }

  @ParameterizedTest
  @CsvSource({
    "http://openapi.paveapi.com/v1, plain http",
    "http://127.0.0.1.example.org/v1, plain http",
    "http://10.0.0.1/v1, plain http",
    "/v1, absolute",
    "openapi.paveapi.com, absolute",
    "https:/v1, absolute",
    "ftp://openapi.paveapi.com/v1, scheme ftp",
    "https://openapi.paveapi.com/v1?x=y, query",
    "https://openapi.paveapi.com/v1#x, fragment",
    "https://me:hunter2@openapi.paveapi.com/v1, user name",
  })
  void invalidBaseUrlIsRefused(String url, String why) {
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(() -> withUrl(url))
        .withMessageStartingWith("pave.base-url ")
        .withMessageContaining(why)
        .withMessageNotContaining("hunter2");
  }

  @Test
  void timeoutsArePositive() {
    URI url = URI.create("https://example.org");
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(() -> new PaveProperties(url, Map.of(), Duration.ZERO, Duration.ofSeconds(1)))
        .withMessageContaining("pave.connect-timeout");
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(
            () -> new PaveProperties(url, Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(-1)))
        .withMessageContaining("pave.read-timeout");
  }

  @Test
  void incompleteAccountIsRefusedWhenItIsRequested() {
    assertRefused(
        account("acme", "key", null, null, null),
        "pave.accounts.default.api-secret is not set. Set it, or both api-token and api-timestamp.");
    assertRefused(
        account("acme", "key", " \n", null, null), "pave.accounts.default.api-secret is not set.");
    assertRefused(
        account("acme", null, "s", null, null), "pave.accounts.default.api-key is not set.");
    assertRefused(
        account(null, "key", "s", null, null), "pave.accounts.default.username is not set.");
    assertRefused(
        account(null, "key", null, "t", null), "pave.accounts.default.api-timestamp is not set.");
    assertRefused(
        account(null, "key", null, null, "2021-05-30T12:49:19Z"),
        "pave.accounts.default.api-token is not set.");
    assertRefused(
        account(null, "key", null, "t", "yesterday"),
        "pave.accounts.default.api-timestamp is not a time");
    assertRefused(account("acme", "key", "s", "t", "2021-05-30T12:49:19Z"), "Only one of");
    assertRefused(
        account("acme", "k y", "s", null, null), "pave.accounts.default.api-key contains");
  }

  @Test
  void unknownAccountIsRefusedAndTheKnownOnesNamed() {
    PaveAccounts accounts = accounts(account("acme", "key", "s", null, null));
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(() -> accounts.forAccount("live"))
        .withMessage(
            "No account named live is configured, only default."
                + " Set pave.accounts.live.username, .api-key and .api-secret.");
  }

  @Test
  void toStringShowsNoSecret() {
    AccountProperties account = account("acme", "KEY-SECRET", "API-SECRET", null, null);
    AccountProperties preset =
        account(null, "KEY-SECRET", null, "TOKEN-SECRET", "2021-05-30T12:49:19Z");
    String shown =
        withAccount(account).toString()
            + withAccount(preset)
            + account.credentials("x")
            + preset.credentials("x");
    assertThat(shown).contains("acme").doesNotContain("SECRET");
  }

  private static void assertRefused(AccountProperties account, String message) {
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(() -> accounts(account).forAccount("default"))
        .withMessageContaining(message);
  }

  private static AccountProperties account(
      @Nullable String username,
      @Nullable String key,
      @Nullable String secret,
      @Nullable String token,
      @Nullable String timestamp) {
    return new AccountProperties(username, key, secret, token, timestamp);
  }

  private static PaveAccounts accounts(AccountProperties account) {
    return new PaveAccounts(withAccount(account), InstantSource.system());
  }

  private static PaveProperties withAccount(AccountProperties account) {
    return new PaveProperties(
        URI.create("https://example.org"),
        Map.of("default", account),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  private static PaveProperties withUrl(String url) {
    return new PaveProperties(
        URI.create(url), Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(1));
  }
}
