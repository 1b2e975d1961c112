package dev.sessioncleanup.engine;

import dev.sessioncleanup.pave.Reply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PAVE replies for scenarios. */
final class Replies {
  private static final Duration QUICK = Duration.ofMillis(5);

  private Replies() {}

  static Reply.OfDelete removed() {
    return new Reply.Removed(200, "removed", QUICK);
  }

  static Reply.OfDelete started() {
    return new Reply.Started(400, "started", QUICK);
  }

  static Reply.Missing missing() {
    return new Reply.Missing(404, "cannot be found", QUICK);
  }

  static Reply.OfLookup found(String status) {
    return new Reply.Found(200, status, "status " + status, QUICK);
  }

  static Reply.OfProbe accepted() {
    return new Reply.Webhooks(200, List.of(), null, "credentials accepted", QUICK);
  }

  /** An error of PAVE. */
  static Reply.Unrecognised error() {
    return unexpected(500);
  }

  static Reply.Unrecognised unexpected(int status) {
    return new Reply.Unrecognised(status, status + " without PAVE's words", QUICK);
  }

  /** A possible reply to a DELETE of an expired session; PAVE does not document it. */
  static Reply.Unrecognised expired() {
    return new Reply.Unrecognised(400, "400: has already expired", QUICK);
  }

  static Reply.NoReply noReply() {
    return new Reply.NoReply(false, "read timeout", QUICK);
  }

  static Reply.NoReply unreachable() {
    return new Reply.NoReply(true, "connection refused", QUICK);
  }

  static Reply.Throttled throttled(@Nullable Duration retryAfter) {
    return new Reply.Throttled(429, retryAfter, "429", QUICK);
  }

  static Reply.Refused refused() {
    return new Reply.Refused(401, "401 refused", QUICK);
  }
}
