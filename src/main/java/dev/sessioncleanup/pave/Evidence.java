package dev.sessioncleanup.pave;

import dev.sessioncleanup.pave.Received.Answer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a reply proves about one session. A status code alone proves nothing: the body must be JSON
 * whose message names this session key in the words that PAVE documents. Source: PAVE's pages
 * DELETE Session and GET Session Data.
 */
final class Evidence {
  private final String key;
  private final NoEvidence noEvidence;

  Evidence(String key, NoEvidence noEvidence) {
    this.key = key;
    this.noEvidence = noEvidence;
  }

  Reply.OfDelete ofDelete(Received received) {
    if (received instanceof Answer answer) {
      JsonBody body = JsonBody.of(answer);
      String message = body.text("message");
      if (answer.status() == 200 && says(message, "has been successfully removed.")) {
        return new Reply.Removed(200, message, answer.latency());
      }
      if (answer.status() == 400 && says(message, "has been started and cannot be deleted.")) {
        return new Reply.Started(400, message, answer.latency());
      }
      if (isMissing(answer, message)) {
        return new Reply.Missing(404, message, answer.latency());
      }
    }
    return noEvidence.read(received);
  }

  Reply.OfLookup ofLookup(Received received) {
    if (received instanceof Answer answer) {
      JsonBody body = JsonBody.of(answer);
      String message = body.text("message");
      String status = body.text("status").strip();
      if (answer.status() == 200 && body.text("session_key").equals(key) && !status.isEmpty()) {
        return new Reply.Found(200, status, noEvidence.clean("status " + status), answer.latency());
      }
      if (isMissing(answer, message)) {
        return new Reply.Missing(404, message, answer.latency());
      }
    }
    return noEvidence.read(received);
  }

  /** PAVE accepts the credentials when it answers with a JSON object that lists webhooks. */
  static Reply.OfProbe ofProbe(Received received, NoEvidence noEvidence) {
    if (received instanceof Answer answer && answer.status() == 200) {
      JsonBody body = JsonBody.of(answer);
      if (body.has("api_key") || body.has("data")) {
        List<String> events = body.texts("data", "event");
        return new Reply.Webhooks(
            200, events, noEvidence.clockAhead(answer), "credentials accepted", answer.latency());
      }
    }
    return noEvidence.read(received);
  }

  private boolean isMissing(Answer answer, String message) {
    return answer.status() == 404 && says(message, "cannot be found.");
  }

  /** A message in these words holds nothing but the key, so it needs no masking. */
  private boolean says(String message, String words) {
    if (message.equals("Session " + key + " " + words)) {
      return true;
    }
    // If the key starts or ends with a space, more spaces could mean another key.
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
