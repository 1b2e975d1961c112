package dev.sessioncleanup.restart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy between the program and PostgreSQL that simulates network faults. It cuts a connection
 * after a statement reached the server and before its reply reaches the program: the statement is
 * committed, but its reply is lost. It can also drop all data, or delay it.
 */
public final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final String statement;
  private final AtomicInteger toPass;
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean swallowing;
  private volatile Duration delay = Duration.ZERO;

  /**
   * @param statement a part of the statement's text
   * @param occurrence which occurrence to cut after, from 1
   */
  public CuttingProxy(String host, int port, String statement, int occurrence) {
    this.host = host;
    this.port = port;
    this.statement = statement;
    this.toPass = new AtomicInteger(occurrence);
    try {
      this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  int cuts() {
    return cuts.get();
  }

  /** Drops all data from now on without closing connections. */
  void swallow() {
    swallowing = true;
  }

  /** Delays all data by that time in each direction. */
  public CuttingProxy delay(Duration time) {
    delay = time;
    return this;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        // the loop's condition decides whether to continue
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(host, port)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Line line = new Line(client, server);
      Thread back = Thread.ofVirtual().start(line::back);
      line.forth();
      server.shutdownOutput();
      back.join();
    } catch (IOException | InterruptedException gone) {
      // one side is closed, so the other is closed too
    }
  }

  private final class Line {
    private final Socket client;
    private final Socket server;
    private volatile boolean cutting;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void forth() throws IOException {
      byte[] buffer = new byte[65536];
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        if (text.contains(statement) && toPass.decrementAndGet() == 0) {
          cutting = true;
        }
        LockSupport.parkNanos(delay.toNanos());
        if (!swallowing) {
          out.write(buffer, 0, n);
          out.flush();
        }
      }
    }

    /** The first reply bytes after the statement show that it was executed; they are dropped. */
    void back() {
      try {
        byte[] buffer = new byte[65536];
        InputStream in = server.getInputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (cutting) {
            cuts.incrementAndGet();
            client.close();
            return;
          }
          LockSupport.parkNanos(delay.toNanos());
          if (!swallowing) {
            client.getOutputStream().write(buffer, 0, n);
          }
        }
        client.close();
      } catch (IOException gone) {
        // the other direction notices
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
