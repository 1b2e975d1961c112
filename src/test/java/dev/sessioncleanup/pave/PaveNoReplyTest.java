package dev.sessioncleanup.pave;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.simulator.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls without a reply: whether anything was sent decides whether the effect is in doubt. */
class PaveNoReplyTest extends SimulatedPaveTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  static Stream<Fault> brokenConnections() {
    return Stream.of(Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.CLOSE_BEFORE);
  }

  static Stream<Fault> slow() {
    return Stream.of(Fault.HANG_BEFORE, Fault.HANG_AFTER, Fault.SLOW_HEAD);
  }

  @ParameterizedTest
  @MethodSource("brokenConnections")
  void brokenConnectionLeavesDoubt(Fault fault) {
    simulator.faultFor(KEY, fault, 1);

    assertNoReply(pave().delete(KEY), false);
    assertThat(simulator.log()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("slow")
  void timeoutLeavesDoubt(Fault fault) {
    simulator.faultFor(KEY, fault, 1);

    assertNoReply(pave(SHORT, NOW).delete(KEY), false);
    assertThat(simulator.log()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("brokenConnections")
  void closedKeepAliveConnectionReceivesOneDelete(Fault fault) {
    Pave pave = warmedUp();
    simulator.faultFor(KEY, fault, 1);

    assertNoReply(pave.delete(KEY), false);
    assertThat(simulator.deletesByKey()).containsEntry(KEY, 1L);
    assertThat(simulator.connections()).as("the connection was a kept-alive one").isEqualTo(1);
  }

  /** The JDK's client would repeat a GET by itself. */
  @ParameterizedTest
  @MethodSource("brokenConnections")
  void closedKeepAliveConnectionReceivesOneGet(Fault fault) {
    Pave pave = warmedUp();
    simulator.faultFor(KEY, fault, 1);

    assertNoReply(pave.lookUp(KEY), false);
    assertThat(simulator.log()).hasSize(2);
    assertThat(simulator.connections()).as("the connection was a kept-alive one").isEqualTo(1);
  }

  @Test
  void connectionRefusedSentNothing() {
    Pave pave = pave();
    simulator.stop();

    assertNoReply(pave.delete(KEY), true);
  }

  @Test
  void paveIsReachedAgainAfterARestart() {
    Pave pave = warmedUp();
    simulator.stop();
    assertThat(pave.delete(KEY)).isInstanceOf(Reply.NoReply.class);
    simulator.start();

    assertThat(pave.delete(KEY)).isInstanceOf(Reply.Removed.class);
  }

  @Test
  void unknownHostSentNothing() {
    URI nowhere = URI.create("https://no-such-host.invalid/v1");

    assertNoReply(pave(nowhere, Duration.ofSeconds(3), NOW, ACCOUNT).delete(KEY), true);
  }

  @Test
  void refusedTlsSentNothing() {
    for (String message :
        List.of(
            "Unsupported or unrecognized SSL message",
            "(handshake_failure) Received fatal alert: handshake_failure")) {
      ExchangeFailure breakdown = ExchangeFailure.of(new SSLException(message));

      assertThat(breakdown.nothingSent()).as(message).isTrue();
      assertThat(breakdown.reason()).startsWith("TLS failed");
    }
  }

  /** Whether the client reads the plain text before it sees the end depends on timing. */
  @Test
  void plainTextInsteadOfTlsIsUnsentOnlyIfTlsFailed() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> answerInPlainText(plain));
      URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort());

      Reply.OfDelete reply = pave(url, READ_TIMEOUT, NOW, ACCOUNT).delete(KEY);

      assertNoReply(reply, reply.detail().startsWith("TLS failed"));
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException clientWentAway) {
      // which is what it is there for
    }
  }

  @Test
  void connectTimeoutSentNothing() {
    assertThat(ExchangeFailure.of(new HttpConnectTimeoutException("late")).nothingSent()).isTrue();
    assertThat(ExchangeFailure.of(new HttpTimeoutException("late")).nothingSent()).isFalse();
  }

  @Test
  void tlsThatEndsForUnknownReasonLeavesDoubt() {
    assertThat(
            ExchangeFailure.of(new SSLHandshakeException("Remote host terminated the handshake"))
                .nothingSent())
        .isFalse();
  }

  @Test
  void interruptBeforeTheCallSendsNothingAndStaysSet() {
    Pave pave = pave();
    Thread.currentThread().interrupt();

    Reply.OfDelete reply = pave.delete(KEY);

    assertThat(Thread.interrupted()).isTrue();
    assertNoReply(reply, true);
    assertThat(simulator.log()).isEmpty();
  }

  @Test
  void interruptDuringTheCallLeavesDoubtAndStaysSet() {
    Thread caller = Thread.currentThread();
    simulator.faultFor(KEY, Fault.HANG_AFTER, 1);
    simulator.beforeReply(exchange -> caller.interrupt());

    Reply.OfDelete reply = pave().delete(KEY);

    assertThat(Thread.interrupted()).isTrue();
    assertNoReply(reply, false);
  }

  private Pave warmedUp() {
    Pave pave = pave();
    assertThat(pave.lookUp("ABC-WARMINGUP0")).isInstanceOf(Reply.Missing.class);
    return pave;
  }

  private static void assertNoReply(Reply reply, boolean nothingSent) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.NoReply.class,
            noReply -> {
              assertThat(noReply.nothingSent()).as(noReply.detail()).isEqualTo(nothingSent);
              assertThat(noReply.leavesDoubt()).isEqualTo(!nothingSent);
              assertThat(noReply.status()).isZero();
            });
  }
}
