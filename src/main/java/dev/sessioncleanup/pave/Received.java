package dev.sessioncleanup.pave;

import java.net.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one request came back with, before anybody asks what it proves. */
sealed interface Received {

  Duration latency();

  /**
   * A status line and headers came.
   *
   * @param body the whole body, or null when it broke off, was too long or too slow
   * @param bodyProblem why there is no body, as the end of "200 with ..."; empty when there is one
   */
  record Answer(
      int status, HttpHeaders headers, @Nullable String body, String bodyProblem, Duration latency)
      implements Received {}

  /** No status line came. */
  record Silence(boolean nothingSent, String reason, Duration latency) implements Received {}
}
