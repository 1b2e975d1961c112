package dev.sessioncleanup.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A fault of PAVE or the network. Faults "before" have no effect on the session. With faults
 * "after" the request takes effect, and the reply is lost or corrupted.
 */
public final class Fault {
  private static final Script NO_SCRIPT = (request, out) -> {};

  // Not PAVE, or PAVE not getting to it: no effect.
  public static final Fault HTML_200 =
      before("HTML_200", r -> HttpReply.html(200, "Please log in"));
  public static final Fault HTML_404 = before("HTML_404", r -> HttpReply.html(404, "No such page"));
  public static final Fault OTHER_KEY =
      before(
          "OTHER_KEY",
          r -> HttpReply.message(200, "Session ZZZ-OTHER00000 has been successfully removed."));
  public static final Fault OTHER_MESSAGE_400 =
      before("OTHER_MESSAGE_400", r -> HttpReply.message(400, "Missing required fields."));
  public static final Fault REDIRECT =
      before(
          "REDIRECT",
          r ->
              HttpReply.html(302, "Moved")
                  .withHeader("Location", "/v1/sessions/" + r.path().length()));
  public static final Fault UNAUTHORIZED =
      before("UNAUTHORIZED", r -> HttpReply.message(401, "Unauthorized."));
  public static final Fault FORBIDDEN =
      before("FORBIDDEN", r -> HttpReply.message(403, "Forbidden."));
  public static final Fault ERROR_500_BEFORE =
      before("ERROR_500_BEFORE", r -> HttpReply.message(500, "Server Error"));
  public static final Fault BAD_GATEWAY_HTML =
      before("BAD_GATEWAY_HTML", r -> HttpReply.html(502, "Bad Gateway"));
  public static final Fault RESET_BEFORE = noReply("RESET_BEFORE", false, Delivery.RESET);

  /** An orderly close instead of a reply, like a stale keep-alive connection. */
  public static final Fault CLOSE_BEFORE = noReply("CLOSE_BEFORE", false, Delivery.CLOSE);

  public static final Fault HANG_BEFORE = noReply("HANG_BEFORE", false, Delivery.HANG);

  // The request takes effect, and the reply is lost or corrupted.
  public static final Fault ERROR_500_AFTER =
      after("ERROR_500_AFTER", real -> HttpReply.message(500, "Server Error"), Delivery.WHOLE);
  public static final Fault EMPTY = after("EMPTY", real -> real.withBody(""), Delivery.WHOLE);
  public static final Fault TRUNCATED =
      after("TRUNCATED", UnaryOperator.identity(), Delivery.HALF_THE_BODY);

  /** The real reply with ten megabytes of further JSON after the message. */
  public static final Fault HUGE =
      after(
          "HUGE",
          real ->
              real.withBody(
                  real.body().replaceFirst("}$", "")
                      + ",\"padding\":\""
                      + "x".repeat(10_000_000)
                      + "\"}"),
          Delivery.WHOLE);

  /** Headers at once, then one byte every 20 ms. */
  public static final Fault SLOW_BYTES =
      after("SLOW_BYTES", UnaryOperator.identity(), Delivery.BODY_BYTE_BY_BYTE);

  /** One byte every 20 ms from the status line on: about five seconds in total. */
  public static final Fault SLOW_HEAD =
      after("SLOW_HEAD", UnaryOperator.identity(), Delivery.ALL_BYTE_BY_BYTE);

  /** A proxy sent the DELETE before and got no reply: PAVE's reply is the one to the second. */
  public static final Fault REPEATED_DELETE =
      new Fault(
          "REPEATED_DELETE",
          true,
          r -> HttpReply.NONE,
          real ->
              HttpReply.message(
                  404,
                  real.body().replaceAll(".*(Session \\S+) has been.*", "$1 cannot be found.")),
          Delivery.WHOLE,
          NO_SCRIPT);

  public static final Fault RESET_AFTER = noReply("RESET_AFTER", true, Delivery.RESET);
  public static final Fault HANG_AFTER = noReply("HANG_AFTER", true, Delivery.HANG);

  private final String name;
  private final boolean takesEffect;
  private final Function<Request, HttpReply> instead;
  private final UnaryOperator<HttpReply> corrupted;
  private final Delivery delivery;
  private final Script script;

  private Fault(
      String name,
      boolean takesEffect,
      Function<Request, HttpReply> instead,
      UnaryOperator<HttpReply> corrupted,
      Delivery delivery,
      Script script) {
    this.name = name;
    this.takesEffect = takesEffect;
    this.instead = instead;
    this.corrupted = corrupted;
    this.delivery = delivery;
    this.script = script;
  }

  /** 429, no effect; {@code retryAfter} is the header's text, null for none. */
  public static Fault throttle(@Nullable String retryAfter) {
    return before(
        "THROTTLE",
        r -> HttpReply.message(429, "Too Many Requests").withHeader("Retry-After", retryAfter));
  }

  /** 503, no effect; {@code retryAfter} is the header's text, null for none. */
  public static Fault unavailable(@Nullable String retryAfter) {
    return before(
        "UNAVAILABLE_503",
        r -> HttpReply.html(503, "Service Unavailable").withHeader("Retry-After", retryAfter));
  }

  /** Writes any bytes to the socket, which is then closed. */
  public interface Script {
    void send(Request request, OutputStream out) throws IOException;
  }

  /**
   * A reply byte by byte.
   *
   * @param status of the reply for the log, 0 when there is none
   * @param takesEffect whether PAVE has done its work before
   */
  public static Fault raw(String name, int status, boolean takesEffect, Script script) {
    return new Fault(
        name,
        takesEffect,
        r -> HttpReply.ofStatus(status),
        real -> HttpReply.ofStatus(status),
        Delivery.SCRIPT,
        script);
  }

  /** Writes the text byte by byte with a delay, in nanoseconds, between two bytes. */
  public static void slowly(String text, long nanos, OutputStream out) throws IOException {
    Delivery.slowly(text.getBytes(StandardCharsets.ISO_8859_1), nanos, out);
  }

  /** Sends the reply; returns whether the connection can be used again. */
  boolean deliver(Request request, HttpReply reply, Socket socket, Instant now) throws IOException {
    if (delivery != Delivery.SCRIPT) {
      return delivery.send(reply, socket, now);
    }
    script.send(request, socket.getOutputStream());
    socket.getOutputStream().flush();
    return false;
  }

  boolean takesEffect() {
    return takesEffect;
  }

  /** The reply that is sent; {@code real} is PAVE's, null if the request had no effect. */
  HttpReply reply(Request request, @Nullable HttpReply real) {
    return real == null ? instead.apply(request) : corrupted.apply(real);
  }

  @Override
  public String toString() {
    return name;
  }

  private static Fault before(String name, Function<Request, HttpReply> instead) {
    return new Fault(name, false, instead, real -> real, Delivery.WHOLE, NO_SCRIPT);
  }

  private static Fault after(String name, UnaryOperator<HttpReply> corrupted, Delivery delivery) {
    return new Fault(name, true, r -> HttpReply.NONE, corrupted, delivery, NO_SCRIPT);
  }

  private static Fault noReply(String name, boolean takesEffect, Delivery delivery) {
    return new Fault(
        name, takesEffect, r -> HttpReply.NONE, real -> HttpReply.NONE, delivery, NO_SCRIPT);
  }
}
