package dev.sessioncleanup.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequesterTest {
  @Test
  void systemUserComesFirst() {
    assertThat(Requester.firstKnown("ada", "pod-1", () -> "host")).isEqualTo("ada");
  }

  @Test
  void userWithoutANameIsReplacedByTheHost() {
    assertThat(Requester.firstKnown("?", "pod-1", () -> "host")).isEqualTo("pod-1");
    assertThat(Requester.firstKnown(null, " ", () -> "host")).isEqualTo("host");
  }
}
