package dev.sessioncleanup.pave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.simulator.Exchange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaveOutcomeTest extends SimulatedPaveTest {

  @Test
  void deleteOfIdleSessionIsRemoved() {
    Reply.OfDelete reply = pave().delete(KEY);

    assertThat(reply).isInstanceOf(Reply.Removed.class);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.detail()).isEqualTo("Session " + KEY + " has been successfully removed.");
    assertThat(reply.latency()).isPositive();
    assertThat(simulator.removed()).containsExactly(KEY);
  }

  @Test
  void deleteOfStartedSessionIsStarted() {
    simulator.start(KEY);

    Reply.OfDelete reply = pave().delete(KEY);

    assertThat(reply).isInstanceOf(Reply.Started.class);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(simulator.statusOf(KEY)).isEqualTo("started");
  }

  @Test
  void secondDeleteIsMissing() {
    Pave pave = pave();
    pave.delete(KEY);

    Reply.OfDelete reply = pave.delete(KEY);

    assertThat(reply).isInstanceOf(Reply.Missing.class);
    assertThat(reply.status()).isEqualTo(404);
  }

  @Test
  void deleteOfAnotherAccountsSessionIsMissing() {
    simulator.session("somebody-elses-key", "XYZ-0000000001", "IDLE");

    assertThat(pave().delete("XYZ-0000000001")).isInstanceOf(Reply.Missing.class);
    assertThat(simulator.statusOf("XYZ-0000000001")).isEqualTo("idle");
  }

  @Test
  void lookUpReturnsTheStatus() {
    simulator.status(KEY, "QC_PASSED");

    assertThat(pave().lookUp(KEY))
        .isInstanceOfSatisfying(
            Reply.Found.class, found -> assertThat(found.sessionStatus()).isEqualTo("QC_PASSED"));
  }

  @Test
  void lookUpOfUnknownSessionIsMissing() {
    assertThat(pave().lookUp("ABC-UNKNOWN000")).isInstanceOf(Reply.Missing.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a b",
        "100%",
        "%2F",
        "a?b=c",
        "a#b",
        "ключ-ß-🙂",
        "a+b",
        "a;b",
        "\"q\"",
        "a\\b",
        " a "
      })
  void unusualKeyReachesPaveUnchanged(String key) {
    simulator.session(API_KEY, key, "IDLE");
    Pave pave = pave();

    assertThat(pave.lookUp(key)).isInstanceOf(Reply.Found.class);
    assertThat(pave.delete(key)).isInstanceOf(Reply.Removed.class);
    assertThat(simulator.removed()).containsExactly(key);
  }

  @Test
  void unsendableKeyIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> pave().delete("a\nb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+000A");
    assertThat(simulator.connections()).isZero();
  }

  @Test
  void presetTokenIsSentAsGiven() {
    Instant signed = NOW.minusSeconds(120);
    String timestamp = RequestSigner.TIMESTAMP.format(signed);
    String token =
        RequestSigner.token(new Credentials.Secret("acme", API_KEY, "test-api-secret"), timestamp);
    AccountProperties preset = new AccountProperties(null, API_KEY, null, token, timestamp);

    Pave pave = pave(simulator.baseUrl(), Duration.ofSeconds(5), NOW, preset);

    assertThat(pave.delete(KEY)).isInstanceOf(Reply.Removed.class);
  }

  @Test
  void eachCallIsOneRequest() {
    Pave pave = pave();
    pave.lookUp(KEY);
    pave.delete(KEY);
    pave.delete(KEY);

    assertThat(simulator.log())
        .extracting(Exchange::method)
        .containsExactly("GET", "DELETE", "DELETE");
  }
}
