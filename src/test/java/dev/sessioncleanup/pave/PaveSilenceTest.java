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

/** No reply at all: was anything sent? */
class PaveSilenceTest extends SimulatedPaveTest {
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

    assertSilence(pave().delete(KEY), false);
    assertThat(simulator.log()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("slow")
  void timeoutLeavesDoubt(Fault fault) {
    simulator.faultFor(KEY, fault, 1);

    assertSilence(pave(SHORT, NOW).delete(KEY), false);
    assertThat(simulator.log()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("brokenConnections")
  void deadKeptAliveConnectionSeesExactlyOneDelete(Fault fault) {
    Pave pave = warmedUp();
    simulator.faultFor(KEY, fault, 1);

    assertSilence(pave.delete(KEY), false);
    assertThat(simulator.deletesByKey()).containsEntry(KEY, 1L);
    assertThat(simulator.connections()).as("the connection was a kept-alive one").isEqualTo(1);
  }

  /** A GET is what the JDK's client would repeat by itself. */
  @ParameterizedTest
  @MethodSource("brokenConnections")
  void deadKeptAliveConnectionSeesExactlyOneGet(Fault fault) {
    Pave pave = warmedUp();
    simulator.faultFor(KEY, fault, 1);

    assertSilence(pave.lookUp(KEY), false);
    assertThat(simulator.log()).hasSize(2);
    assertThat(simulator.connections()).as("the connection was a kept-alive one").isEqualTo(1);
  }

  @Test
  void connectionRefusedSentNothing() {
    Pave pave = pave();
    simulator.stop();

    assertSilence(pave.delete(KEY), true);
  }

  @Test
  void paveThatComesBackIsReachedAgain() {
    Pave pave = warmedUp();
    simulator.stop();
    assertThat(pave.delete(KEY)).isInstanceOf(Reply.NoReply.class);
    simulator.start();

    assertThat(pave.delete(KEY)).isInstanceOf(Reply.Removed.class);
  }

  @Test
  void unknownHostSentNothing() {
    URI nowhere = URI.create("https://no-such-host.invalid/v1");

    assertSilence(pave(nowhere, Duration.ofSeconds(3), NOW, ACCOUNT).delete(KEY), true);
  }

  @Test
  void refusedTlsSentNothing() {
    for (String words :
        List.of(
            "Unsupported or unrecognized SSL message",
            "(handshake_failure) Received fatal alert: handshake_failure")) {
      Breakdown breakdown = Breakdown.of(new SSLException(words));

      assertThat(breakdown.nothingSent()).as(words).isTrue();
      assertThat(breakdown.reason()).startsWith("TLS failed");
    }
  }

  /** Whether the client reads the plain text before it sees the end is a matter of chance. */
  @Test
  void plainTextInsteadOfTlsIsNoReplyAndCertainlyUnsentOnlyWhereTlsSaysSo() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> answerInPlainText(plain));
      URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort());

      Reply.OfDelete reply = pave(url, PATIENCE, NOW, ACCOUNT).delete(KEY);

      assertSilence(reply, reply.detail().startsWith("TLS failed"));
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
    assertThat(Breakdown.of(new HttpConnectTimeoutException("late")).nothingSent()).isTrue();
    assertThat(Breakdown.of(new HttpTimeoutException("late")).nothingSent()).isFalse();
  }

  @Test
  void tlsThatEndsForUnknownReasonLeavesDoubt() {
    assertThat(
            Breakdown.of(new SSLHandshakeException("Remote host terminated the handshake"))
                .nothingSent())
        .isFalse();
  }

  @Test
  void interruptBeforeTheCallSendsNothingAndStaysSet() {
    Pave pave = pave();
    Thread.currentThread().interrupt();

    Reply.OfDelete reply = pave.delete(KEY);

    assertThat(Thread.interrupted()).isTrue();
    assertSilence(reply, true);
    assertThat(simulator.log()).isEmpty();
  }

  @Test
  void interruptDuringTheCallLeavesDoubtAndStaysSet() {
    Thread caller = Thread.currentThread();
    simulator.faultFor(KEY, Fault.HANG_AFTER, 1);
    simulator.beforeReply(exchange -> caller.interrupt());

    Reply.OfDelete reply = pave().delete(KEY);

    assertThat(Thread.interrupted()).isTrue();
    assertSilence(reply, false);
  }

  private Pave warmedUp() {
    Pave pave = pave();
    assertThat(pave.lookUp("ABC-WARMINGUP0")).isInstanceOf(Reply.Missing.class);
    return pave;
  }

  private static void assertSilence(Reply reply, boolean nothingSent) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.NoReply.class,
            silence -> {
              assertThat(silence.nothingSent()).as(silence.detail()).isEqualTo(nothingSent);
              assertThat(silence.leavesDoubt()).isEqualTo(!nothingSent);
              assertThat(silence.status()).isZero();
            });
  }
}
