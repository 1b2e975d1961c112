package dev.sessioncleanup.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PAVE's sessions and what its documentation says of GET and DELETE; one request at a time. */
final class Sessions {
  private static final String GONE = "REMOVED";
  private static final Set<String> OVER = Set.of("COMPLETE", "EXPIRED", "INVALID");

  /** PAVE writes times in two ways; both appear here. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  record Handled(Answer answer, Effect effect) {}

  private record Session(
      String apiKey, String status, Instant created, Instant updated, @Nullable Instant started) {}

  private final Map<String, Session> byKey = new HashMap<>();

  synchronized void put(String apiKey, String key, String status, Instant now) {
    byKey.put(key, new Session(apiKey, status, now, now, status.equals("IDLE") ? null : now));
  }

  synchronized void change(String key, String status, Instant now) {
    Session old = byKey.get(key);
    if (old == null || old.status().equals(GONE)) {
      throw new IllegalArgumentException("no session " + key + " that could become " + status);
    }
    Instant started = old.started() == null ? now : old.started();
    byKey.put(key, new Session(old.apiKey(), status, old.created(), now, started));
  }

  synchronized String truth(String key) {
    Session session = byKey.get(key);
    return session == null ? "missing" : session.status().toLowerCase(Locale.ROOT);
  }

  synchronized Handled handle(Request request, Instant now) {
    String key = request.sessionKey();
    Session session = byKey.get(key);
    if (session == null
        || session.status().equals(GONE)
        || !session.apiKey().equals(request.header("API-Key"))) {
      return untouched(Answer.message(404, "Session " + key + " cannot be found."));
    }
    return switch (request.method()) {
      case "GET" -> untouched(Answer.json(200, fields(key, session)));
      case "DELETE" -> delete(key, session, now);
      default -> untouched(Answer.message(405, "Method Not Allowed"));
    };
  }

  private Handled delete(String key, Session session, Instant now) {
    if (!session.status().equals("IDLE")) {
      return untouched(
          Answer.message(400, "Session " + key + " has been started and cannot be deleted."));
    }
    byKey.put(key, new Session(session.apiKey(), GONE, session.created(), now, null));
    return new Handled(
        Answer.message(200, "Session " + key + " has been successfully removed."), Effect.REMOVED);
  }

  private static Handled untouched(Answer answer) {
    return new Handled(answer, Effect.NONE);
  }

  private static Map<String, @Nullable Object> fields(String key, Session session) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("session_key", key);
    fields.put("status", session.status());
    fields.put("active", !OVER.contains(session.status()));
    fields.put("created_at", MICROS.format(session.created()));
    fields.put("updated_at", OFFSET.format(session.updated()));
    Instant started = session.started();
    fields.put("inspect_started_at", started == null ? null : OFFSET.format(started));
    return fields;
  }
}
