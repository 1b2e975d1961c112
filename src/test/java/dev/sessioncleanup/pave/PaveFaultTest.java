package dev.sessioncleanup.pave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that are not an outcome. */
class PaveFaultTest extends SimulatedPaveTest {

  static Stream<Arguments> unrecognised() {
    return Stream.of(
        Arguments.of(
            Fault.HTML_200, 200, "200 with text/html; charset=utf-8 instead of PAVE's JSON"),
        Arguments.of(
            Fault.HTML_404, 404, "404 with text/html; charset=utf-8 instead of PAVE's JSON"),
        Arguments.of(Fault.TRUNCATED, 200, "200 with a body that could not be read to its end"),
        Arguments.of(Fault.OTHER_MESSAGE_400, 400, "400: Missing required fields."),
        Arguments.of(Fault.EMPTY, 200, "200 with an empty body"),
        Arguments.of(Fault.HUGE, 200, "end: it is longer than 64 KiB"),
        Arguments.of(Fault.REDIRECT, 302, "302 with text/html"),
        Arguments.of(Fault.ERROR_500_BEFORE, 500, "500: Server Error"),
        Arguments.of(Fault.ERROR_500_AFTER, 500, "500: Server Error"),
        Arguments.of(Fault.BAD_GATEWAY_HTML, 502, "502 with text/html"),
        Arguments.of(Fault.unavailable(null), 503, "503 with text/html"),
        Arguments.of(Fault.unavailable("soon"), 503, "503 with text/html"));
  }

  @ParameterizedTest
  @MethodSource("unrecognised")
  void deleteWithoutPavesMessageIsUnrecognised(Fault fault, int status, String detail) {
    simulator.faultFor(KEY, fault, 1);

    assertUnrecognised(pave().delete(KEY), status, detail);
    assertThat(simulator.log()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("unrecognised")
  void lookUpWithoutPavesMessageIsUnrecognised(Fault fault, int status, String detail) {
    simulator.faultFor(KEY, fault, 1);

    assertUnrecognised(pave().lookUp(KEY), status, detail);
    assertThat(simulator.log()).hasSize(1);
  }

  @Test
  void deleteWhenReplyIsAboutAnotherKeyIsUnrecognised() {
    simulator.faultFor(KEY, Fault.OTHER_KEY, 1);

    assertUnrecognised(pave().delete(KEY), 200, "200: Session ZZZ-OTHER00000");
  }

  @Test
  void deleteWhenBodyIsSlowIsUnrecognisedAtTheDeadline() {
    simulator.faultFor(KEY, Fault.SLOW_BYTES, 1);

    Reply.OfDelete reply = pave(Duration.ofMillis(150), NOW).delete(KEY);

    assertUnrecognised(reply, 200, "no complete reply within 150 ms");
    assertThat(reply.latency()).isBetween(Duration.ofMillis(150), Duration.ofSeconds(5));
  }

  @Test
  void unauthorizedIsRefusedAndNamesTheAccount() {
    simulator.faultFor(KEY, Fault.UNAUTHORIZED, 1);

    Reply.OfDelete reply = pave().delete(KEY);

    assertThat(reply).isInstanceOf(Reply.Refused.class);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.detail())
        .contains("account default")
        .contains("401: Unauthorized.")
        .contains("api-secret")
        .doesNotContain("clock");
  }

  @Test
  void forbiddenIsRefused() {
    simulator.faultFor(KEY, Fault.FORBIDDEN, 1);

    assertThat(pave().lookUp(KEY)).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void refusalReportsHowFarTheClockIsAhead() {
    Reply.OfDelete reply = pave(READ_TIMEOUT, NOW.plusSeconds(420)).delete(KEY);

    assertThat(reply).isInstanceOf(Reply.Refused.class);
    assertThat(reply.detail()).contains("This machine's clock is 7 minutes ahead of PAVE's");
  }

  @Test
  void refusalReportsHowFarTheClockIsBehind() {
    assertThat(pave(READ_TIMEOUT, NOW.minusSeconds(3600)).delete(KEY).detail())
        .contains("clock is 60 minutes behind PAVE's");
  }

  @Test
  void tooManyRequestsIsThrottled() {
    assertThat(throttled(Fault.throttle("17"))).isEqualTo(Duration.ofSeconds(17));
    assertThat(throttled(Fault.throttle(null))).isNull();
    assertThat(throttled(Fault.throttle("soon"))).isNull();
  }

  @Test
  void retryAfterDateIsMeasuredByPavesClock() {
    Instant until = NOW.plusSeconds(90);
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC));

    assertThat(throttled(Fault.throttle(date))).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void unavailableWithRetryAfterIsThrottledAndLeavesDoubt() {
    simulator.faultFor(KEY, Fault.unavailable("5"), 1);

    assertThat(pave().delete(KEY))
        .isInstanceOfSatisfying(
            Reply.Throttled.class,
            reply -> {
              assertThat(reply.status()).isEqualTo(503);
              assertThat(reply.retryAfter()).isEqualTo(Duration.ofSeconds(5));
              assertThat(reply.leavesDoubt()).isTrue();
            });
  }

  /** The local clock is ten minutes off, to show that it does not matter. */
  private @Nullable Duration throttled(Fault fault) {
    simulator.faultFor(KEY, fault, 1);
    Reply.OfDelete reply = pave(READ_TIMEOUT, NOW.plusSeconds(600)).delete(KEY);
    assertThat(reply).isInstanceOf(Reply.Throttled.class);
    assertThat(reply.status()).isEqualTo(429);
    assertThat(((Reply.Throttled) reply).leavesDoubt()).isFalse();
    return ((Reply.Throttled) reply).retryAfter();
  }

  private static void assertUnrecognised(Reply reply, int status, String detail) {
    assertThat(reply).isInstanceOf(Reply.Unrecognised.class);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.detail()).contains(detail);
    assertThat(((Reply.Unrecognised) reply).leavesDoubt()).isTrue();
  }
}
