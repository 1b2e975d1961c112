package dev.sessioncleanup.pave;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Answers one request on loopback, whatever it says; a TLS greeting is answered with nonsense. */
final class Rehearsal implements AutoCloseable {
  private static final int ENOUGH_FOR_A_REQUEST = 4096;
  private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII);

  private final ServerSocket listener;

  /**
   * @throws IOException when nobody can listen on loopback
   */
  Rehearsal() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("rehearsal").start(this::answer);
  }

  URI address(String scheme) {
    String host = listener.getInetAddress().getHostAddress();
    return URI.create(scheme + "://" + host + ":" + listener.getLocalPort() + "/");
  }

  private void answer() {
    try (Socket caller = listener.accept()) {
      int read = caller.getInputStream().read(new byte[ENOUGH_FOR_A_REQUEST]);
      if (read > 0) {
        caller.getOutputStream().write(ANSWER);
      }
    } catch (IOException over) {
      // nobody depends on the answer
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
