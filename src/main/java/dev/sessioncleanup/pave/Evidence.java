package dev.sessioncleanup.pave;

import dev.sessioncleanup.pave.Received.Answer;
import java.util.regex.Pattern;

/**
 * What a reply proves about one session. A status alone proves nothing: the body has to be JSON
 * whose message speaks of this very key in PAVE's words. Source: PAVE's pages DELETE Session and
 * GET Session Data.
 */
final class Evidence {
  private final String key;
  private final NoEvidence otherwise;

  Evidence(String key, NoEvidence otherwise) {
    this.key = key;
    this.otherwise = otherwise;
  }

  Reply.OfDelete ofDelete(Received received) {
    if (received instanceof Answer answer) {
      JsonBody body = JsonBody.of(answer);
      String message = body.text("message");
      if (answer.status() == 200 && says(message, "has been successfully removed.")) {
        return new Reply.Removed(200, otherwise.clean(message), answer.latency());
      }
      if (answer.status() == 400 && says(message, "has been started and cannot be deleted.")) {
        return new Reply.Started(400, otherwise.clean(message), answer.latency());
      }
      if (isMissing(answer, message)) {
        return new Reply.Missing(404, otherwise.clean(message), answer.latency());
      }
    }
    return otherwise.read(received);
  }

  Reply.OfLookup ofLookup(Received received) {
    if (received instanceof Answer answer) {
      JsonBody body = JsonBody.of(answer);
      String message = body.text("message");
      String status = body.text("status").strip();
      if (answer.status() == 200 && body.text("session_key").equals(key) && !status.isEmpty()) {
        return new Reply.Found(200, status, "status " + status, answer.latency());
      }
      if (isMissing(answer, message)) {
        return new Reply.Missing(404, otherwise.clean(message), answer.latency());
      }
    }
    return otherwise.read(received);
  }

  private boolean isMissing(Answer answer, String message) {
    return answer.status() == 404 && says(message, "cannot be found.");
  }

  private boolean says(String message, String words) {
    // Around a key with space at its own ends, more space could be another key.
    String gap = key.equals(key.strip()) ? "\\s+" : " ";
    String sentence =
        "\\s*Session"
            + gap
            + Pattern.quote(key)
            + gap
            + words.replace(".", "\\.").replace(" ", "\\s+");
    return message.matches(sentence + "\\s*");
  }
}
