package dev.sessioncleanup.simulator;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Accepts connections on 127.0.0.1 and keeps each alive for one request after the other. */
final class Listener {

  /** Answers one request; returns whether the connection can be used again. */
  interface Answering {
    boolean answer(Request request, Socket socket) throws IOException;
  }

  private final Answering answering;
  private final ServerSocket server;
  private final Thread acceptor;
  private final AtomicLong accepted;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Port 0 is any free one; {@code accepted} counts the connections. */
  Listener(int port, AtomicLong accepted, Answering answering) {
    this.accepted = accepted;
    this.answering = answering;
    try {
      server = new ServerSocket();
      // Allows the same port right after a stop, with old connections still in TIME_WAIT.
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException("the simulator cannot listen on port " + port, e);
    }
    acceptor = Thread.ofVirtual().name("pave-simulator").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void close() {
    closeQuietly(server);
    closeConnections();
    try {
      // The port is free only after accept() has returned.
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void closeConnections() {
    open.forEach(Listener::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        open.add(socket);
        if (server.isClosed()) {
          closeQuietly(socket);
        }
        Thread.ofVirtual().start(() -> converse(socket));
      } catch (IOException closed) {
        // the loop's condition decides whether to continue
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
      boolean alive = true;
      while (alive) {
        Request request = Request.read(in);
        alive = request != null && answering.answer(request, socket);
      }
    } catch (IOException clientWentAway) {
      // the effect is already in the log
    } finally {
      open.remove(socket);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // the socket is closed anyway
    }
  }
}
