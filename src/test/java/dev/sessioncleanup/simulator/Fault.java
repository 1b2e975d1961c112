package dev.sessioncleanup.simulator;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A way to misbehave. Those "before" stand in front of PAVE: the session is not touched. Those
 * "after" let PAVE do its work and spoil what the caller hears of it.
 */
public final class Fault {
  // Not PAVE, or PAVE not getting to it: no effect.
  public static final Fault HTML_200 = before("HTML_200", r -> Answer.html(200, "Please log in"));
  public static final Fault HTML_404 = before("HTML_404", r -> Answer.html(404, "No such page"));
  public static final Fault OTHER_KEY =
      before(
          "OTHER_KEY",
          r -> Answer.message(200, "Session ZZZ-OTHER00000 has been successfully removed."));
  public static final Fault OTHER_MESSAGE_400 =
      before("OTHER_MESSAGE_400", r -> Answer.message(400, "Missing required fields."));
  public static final Fault REDIRECT =
      before(
          "REDIRECT",
          r ->
              Answer.html(302, "Moved")
                  .withHeader("Location", "/v1/sessions/" + r.path().length()));
  public static final Fault UNAUTHORIZED =
      before("UNAUTHORIZED", r -> Answer.message(401, "Unauthorized."));
  public static final Fault FORBIDDEN = before("FORBIDDEN", r -> Answer.message(403, "Forbidden."));
  public static final Fault ERROR_500_BEFORE =
      before("ERROR_500_BEFORE", r -> Answer.message(500, "Server Error"));
  public static final Fault BAD_GATEWAY_HTML =
      before("BAD_GATEWAY_HTML", r -> Answer.html(502, "Bad Gateway"));
  public static final Fault RESET_BEFORE = silence("RESET_BEFORE", false, Delivery.RESET);

  /** An orderly close instead of a reply: what a dead kept-alive connection looks like. */
  public static final Fault CLOSE_BEFORE = silence("CLOSE_BEFORE", false, Delivery.CLOSE);

  public static final Fault HANG_BEFORE = silence("HANG_BEFORE", false, Delivery.HANG);

  // PAVE did it, and the word of it is lost or spoilt.
  public static final Fault ERROR_500_AFTER =
      after("ERROR_500_AFTER", real -> Answer.message(500, "Server Error"), Delivery.WHOLE);
  public static final Fault EMPTY = after("EMPTY", real -> real.withBody(""), Delivery.WHOLE);
  public static final Fault TRUNCATED =
      after("TRUNCATED", UnaryOperator.identity(), Delivery.HALF_THE_BODY);

  /** The true reply with ten megabytes of further JSON behind the message. */
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

  /** Headers at once, then a byte every 20 ms. */
  public static final Fault SLOW_BYTES =
      after("SLOW_BYTES", UnaryOperator.identity(), Delivery.BODY_BYTE_BY_BYTE);

  /** A byte every 20 ms from the status line on: some five seconds in all. */
  public static final Fault SLOW_HEAD =
      after("SLOW_HEAD", UnaryOperator.identity(), Delivery.ALL_BYTE_BY_BYTE);

  public static final Fault RESET_AFTER = silence("RESET_AFTER", true, Delivery.RESET);
  public static final Fault HANG_AFTER = silence("HANG_AFTER", true, Delivery.HANG);

  private final String name;
  private final boolean takesEffect;
  private final Function<Request, Answer> instead;
  private final UnaryOperator<Answer> spoilt;
  private final Delivery delivery;

  private Fault(
      String name,
      boolean takesEffect,
      Function<Request, Answer> instead,
      UnaryOperator<Answer> spoilt,
      Delivery delivery) {
    this.name = name;
    this.takesEffect = takesEffect;
    this.instead = instead;
    this.spoilt = spoilt;
    this.delivery = delivery;
  }

  /** 429, no effect; {@code retryAfter} is the header's text, null for none. */
  public static Fault throttle(@Nullable String retryAfter) {
    return before(
        "THROTTLE",
        r -> Answer.message(429, "Too Many Requests").withHeader("Retry-After", retryAfter));
  }

  /** 503, no effect; {@code retryAfter} is the header's text, null for none. */
  public static Fault unavailable(@Nullable String retryAfter) {
    return before(
        "UNAVAILABLE_503",
        r -> Answer.html(503, "Service Unavailable").withHeader("Retry-After", retryAfter));
  }

  boolean takesEffect() {
    return takesEffect;
  }

  Delivery delivery() {
    return delivery;
  }

  /** What is said instead of PAVE's answer, which is there only if the request took effect. */
  Answer words(Request request, @Nullable Answer real) {
    return real == null ? instead.apply(request) : spoilt.apply(real);
  }

  @Override
  public String toString() {
    return name;
  }

  private static Fault before(String name, Function<Request, Answer> instead) {
    return new Fault(name, false, instead, real -> real, Delivery.WHOLE);
  }

  private static Fault after(String name, UnaryOperator<Answer> spoilt, Delivery delivery) {
    return new Fault(name, true, r -> Answer.NONE, spoilt, delivery);
  }

  private static Fault silence(String name, boolean takesEffect, Delivery delivery) {
    return new Fault(name, takesEffect, r -> Answer.NONE, real -> Answer.NONE, delivery);
  }
}
