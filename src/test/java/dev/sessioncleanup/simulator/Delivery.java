package dev.sessioncleanup.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** How a reply is delivered, or fails to be. */
enum Delivery {
  WHOLE,
  HALF_THE_BODY,
  BODY_BYTE_BY_BYTE,
  ALL_BYTE_BY_BYTE,
  RESET,
  CLOSE,
  HANG,
  /** A script of the fault writes the reply. */
  SCRIPT;

  private static final long SLOW_NANOS = 20_000_000;

  /** Returns whether the connection can be used again. */
  boolean send(HttpReply answer, Socket socket, Instant now) throws IOException {
    OutputStream out = socket.getOutputStream();
    switch (this) {
      case WHOLE -> out.write(answer.bytes(now));
      case HALF_THE_BODY -> {
        byte[] body = answer.bodyBytes();
        out.write(answer.headBytes(now));
        out.write(body, 0, body.length / 2);
      }
      case BODY_BYTE_BY_BYTE -> {
        out.write(answer.headBytes(now));
        slowly(answer.bodyBytes(), SLOW_NANOS, out);
      }
      case ALL_BYTE_BY_BYTE -> slowly(answer.bytes(now), SLOW_NANOS, out);
      // Closing with a linger of zero sends RST instead of FIN.
      case RESET -> socket.setSoLinger(true, 0);
      case CLOSE, SCRIPT -> {}
      case HANG -> untilClosedByClient(socket.getInputStream());
    }
    out.flush();
    return this == WHOLE || this == BODY_BYTE_BY_BYTE || this == ALL_BYTE_BY_BYTE;
  }

  static void slowly(byte[] bytes, long nanos, OutputStream out) throws IOException {
    for (byte b : bytes) {
      LockSupport.parkNanos(nanos);
      out.write(b);
      out.flush();
    }
  }

  private static void untilClosedByClient(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // nothing is answered
    }
  }
}
