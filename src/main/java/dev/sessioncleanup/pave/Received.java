package dev.sessioncleanup.pave;

import java.net.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of one request, before it is checked for evidence. */
sealed interface Received {

  Duration latency();

  /**
   * A status line and headers were received.
   *
   * @param body the whole body, or null when it was cut off, too long or too slow
   * @param bodyProblem why there is no body, as the end of "200 with ..."; empty when there is one
   */
  record Answer(
      int status, HttpHeaders headers, @Nullable String body, String bodyProblem, Duration latency)
      implements Received {}

  /** No status line was received. */
  record NoReply(boolean nothingSent, String reason, Duration latency) implements Received {}
}
