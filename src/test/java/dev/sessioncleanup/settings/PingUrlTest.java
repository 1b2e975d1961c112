package dev.sessioncleanup.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://hc.example/ID,          https://hc.example/ID/start,          https://hc.example/ID/7",
    "https://hc.example/ID/,         https://hc.example/ID/start,          https://hc.example/ID/7",
    "http://hc:8000/ping/k/nightly,  http://hc:8000/ping/k/nightly/start,  http://hc:8000/ping/k/nightly/7",
    "https://hc.example/k/n?create=1, https://hc.example/k/n/start?create=1, https://hc.example/k/n/7?create=1",
    "https://hc.example/a%2Fb,       https://hc.example/a%2Fb/start,       https://hc.example/a%2Fb/7",
    "HTTPS://hc.example,             HTTPS://hc.example/start,             HTTPS://hc.example/7",
    "http://[::1]:8000/x,            http://[::1]:8000/x/start,            http://[::1]:8000/x/7",
  })
  void pathNamesTheEvent(String url, String start, String end) {
    assertThat(PingUrl.valueOf(url).start()).hasToString(start);
    assertThat(PingUrl.valueOf(url).end(7)).hasToString(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hc.example/ID",
        "/ID",
        "ftp://hc.example/ID",
        "https:///ID",
        "https://hc_1.example:99999/ID",
        "https://user:word@hc.example/ID",
        "https://hc.example/ID#part",
        "https://hc.example/a b",
        "mailto:me@hc.example",
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> PingUrl.valueOf(text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("http or https URL with a host");
  }

  /** Whoever knows the path can call it. */
  @ParameterizedTest
  @ValueSource(strings = {"https://hc.example/secret", "https://hc.example/?k=secret"})
  void textHidesThePath(String url) {
    assertThat(PingUrl.valueOf(url)).hasToString("https://hc.example/***");
  }
}
