package dev.sessioncleanup.pave;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/**
 * Answers one request on loopback with 204, so that the HTTP client loads its classes. A TLS client
 * gets the same plain text, which fails its handshake; that loads the TLS classes.
 */
final class WarmUpServer implements AutoCloseable {
  private static final int BUFFER_SIZE = 4096;
  private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII);

  private final ServerSocket listener;

  private WarmUpServer(ServerSocket listener) {
    this.listener = listener;
  }

  /**
   * Listens on a free port.
   *
   * @throws IOException when no port can be opened on loopback
   */
  static WarmUpServer start() throws IOException {
    WarmUpServer server =
        new WarmUpServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("warm-up server").start(server::answer);
    return server;
  }

  URI address(String scheme) {
    String host = listener.getInetAddress().getHostAddress();
    return URI.create(scheme + "://" + host + ":" + listener.getLocalPort() + "/");
  }

  private void answer() {
    try (Socket caller = listener.accept()) {
      int read = caller.getInputStream().read(new byte[BUFFER_SIZE]);
      if (read > 0) {
        caller.getOutputStream().write(ANSWER);
      }
    } catch (IOException ignored) {
      // the answer does not matter
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
