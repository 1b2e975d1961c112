package dev.sessioncleanup.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uses a plain socket, so that the client under test does not verify its own simulator. */
class PaveSimulatorTest {
  // The token of RequestSignerTest, which openssl computed.
  private static final String TIMESTAMP = "2021-05-30T12:49:19Z";
  private static final String TOKEN =
      "d288990aa93f60e0d7d69fdfc79b2916c6f03a1666f0a9f1029b7b4655e514f4";
  private static final String KEY = "ABC-1234567890";

  private Instant now = Instant.parse(TIMESTAMP);
  private final PaveSimulator simulator =
      new PaveSimulator(() -> now)
          .account("acme", "key-123", "s3cr3t-of-tests")
          .session("key-123", KEY, "IDLE");

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void deletesAnIdleSessionOnce() throws IOException {
    assertThat(call("DELETE", KEY, TOKEN))
        .startsWith("HTTP/1.1 200")
        .contains("Date: Sun, 30 May 2021 12:49:19 GMT")
        .endsWith("{\"message\":\"Session " + KEY + " has been successfully removed.\"}");
    assertThat(call("DELETE", KEY, TOKEN))
        .startsWith("HTTP/1.1 404")
        .endsWith("{\"message\":\"Session " + KEY + " cannot be found.\"}");

    assertThat(simulator.statusOf(KEY)).isEqualTo("removed");
    assertThat(simulator.deletesByKey()).containsEntry(KEY, 2L);
    assertThat(simulator.log())
        .extracting(Exchange::effect)
        .containsExactly(Effect.REMOVED, Effect.NONE);
  }

  @Test
  void refusesToDeleteAStartedSession() throws IOException {
    simulator.start(KEY);

    assertThat(call("DELETE", KEY, TOKEN))
        .startsWith("HTTP/1.1 400")
        .endsWith("{\"message\":\"Session " + KEY + " has been started and cannot be deleted.\"}");
    assertThat(call("GET", KEY, TOKEN))
        .startsWith("HTTP/1.1 200")
        .contains("\"status\":\"STARTED\"")
        .contains("\"created_at\":\"2021-05-30T12:49:19.000000Z\"")
        .contains("\"inspect_started_at\":\"2021-05-30T12:49:19+00:00\"");
    assertThat(simulator.statusOf(KEY)).isEqualTo("started");
  }

  @Test
  void refusesWrongAndOldSignatures() throws IOException {
    assertThat(call("DELETE", KEY, TOKEN.replace('d', 'e'))).startsWith("HTTP/1.1 401");
    now = now.plusSeconds(301);
    assertThat(call("DELETE", KEY, TOKEN)).startsWith("HTTP/1.1 401");
    assertThat(simulator.statusOf(KEY)).isEqualTo("idle");
  }

  @Test
  void hidesSessionsOfOtherAccounts() throws IOException {
    simulator.session("another-key", "XYZ-1", "IDLE");

    assertThat(call("DELETE", "XYZ-1", TOKEN)).startsWith("HTTP/1.1 404");
    assertThat(simulator.statusOf("XYZ-1")).isEqualTo("idle");
    assertThat(simulator.statusOf("XYZ-2")).isEqualTo("missing");
  }

  @Test
  void lostReplyKeepsTheEffect() throws IOException {
    simulator.faultFor(KEY, Fault.ERROR_500_BEFORE, 1);
    simulator.faultFor(KEY, Fault.TRUNCATED, 1);

    assertThat(call("DELETE", KEY, TOKEN)).startsWith("HTTP/1.1 500");
    assertThat(simulator.statusOf(KEY)).isEqualTo("idle");
    assertThat(call("DELETE", KEY, TOKEN)).startsWith("HTTP/1.1 200").doesNotEndWith("}");
    assertThat(simulator.statusOf(KEY)).isEqualTo("removed");
    assertThat(call("DELETE", KEY, TOKEN)).startsWith("HTTP/1.1 404");
    assertThat(simulator.log())
        .extracting(Exchange::note)
        .startsWith("ERROR_500_BEFORE", "TRUNCATED");
  }

  @Test
  void randomFaultsFollowTheSeed() throws IOException {
    String first = mixture(7);
    String second = mixture(7);
    String other = mixture(8);

    assertThat(first).isEqualTo(second).contains("HTML_404").contains("OTHER_KEY").contains("{");
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void hookRunsBetweenEffectAndReply() throws IOException {
    simulator.beforeReply(
        exchange -> simulator.session("key-123", KEY + exchange.status(), simulator.statusOf(KEY)));

    call("DELETE", KEY, TOKEN);

    assertThat(simulator.statusOf(KEY + 200)).isEqualTo("removed");
  }

  @Test
  void restartsOnTheSamePort() throws IOException {
    simulator.stop();
    simulator.start();

    assertThat(call("GET", KEY, TOKEN)).startsWith("HTTP/1.1 200");
  }

  @Test
  void countsTheBusiestWindow() {
    ExchangeLog log = new ExchangeLog();
    for (long millis : new long[] {0, 100, 900, 1000, 1050, 1090, 3000}) {
      log.add(
          new Exchange(
              log.nextNumber(), now, millis * 1_000_000, "GET", KEY, 200, Effect.NONE, ""));
    }

    assertThat(log.maxIn(Duration.ofSeconds(1))).isEqualTo(5);
    assertThat(log.maxIn(Duration.ofMillis(100))).isEqualTo(3);
    assertThat(log.rate()).isEqualTo(2.0);
  }

  private String mixture(long seed) throws IOException {
    simulator.clearFaults();
    simulator.randomFaults(seed, 0.5, Fault.HTML_404, Fault.OTHER_KEY);
    int before = simulator.log().size();
    for (int i = 0; i < 20; i++) {
      call("GET", KEY, TOKEN);
    }
    return simulator.log().stream().skip(before).map(Exchange::note).toList().toString();
  }

  private String call(String method, String key, String token) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.ofLiteral("127.0.0.1"), simulator.baseUrl().getPort())) {
      String request =
          "%s /v1/sessions/%s HTTP/1.1\r\nHost: x\r\napi-key: key-123\r\nAPI-Timestamp: %s\r\nAPI-Token: %s\r\n\r\n"
              .formatted(method, key, TIMESTAMP, token);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      ByteArrayOutputStream reply = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(reply);
      return reply.toString(StandardCharsets.UTF_8);
    }
  }
}
