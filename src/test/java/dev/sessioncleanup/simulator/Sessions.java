package dev.sessioncleanup.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PAVE's sessions, with GET and DELETE as PAVE documents them; one request at a time. */
final class Sessions {
  private static final String GONE = "REMOVED";
  private static final Set<String> OVER = Set.of("COMPLETE", "EXPIRED", "INVALID");

  /** PAVE writes times in two formats; both appear here. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  record Handled(HttpReply answer, Effect effect) {}

  private record Session(
      String apiKey, String status, Instant created, Instant updated, @Nullable Instant started) {}

  private static final Set<String> MAY_EXPIRE = Set.of("IDLE", "STARTED", "PROCESS");

  private final Map<String, Session> byKey = new HashMap<>();
  private final Map<String, Duration> expiry = new HashMap<>();

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

  synchronized String statusOf(String key) {
    Session session = byKey.get(key);
    return session == null ? "missing" : session.status().toLowerCase(Locale.ROOT);
  }

  /** IDLE, STARTED and PROCESS sessions of this key expire that long after they were created. */
  synchronized void expireAfter(String apiKey, Duration time) {
    expiry.put(apiKey, time);
  }

  synchronized Handled handle(Request request, Instant now) {
    if (request.path().equals("/v1/callbacks") && request.method().equals("GET")) {
      return untouched(callbacks(request.header("API-Key")));
    }
    String key = request.sessionKey();
    Session session = expired(byKey.get(key), now);
    if (session == null
        || session.status().equals(GONE)
        || !session.apiKey().equals(request.header("API-Key"))) {
      return untouched(HttpReply.message(404, "Session " + key + " cannot be found."));
    }
    return switch (request.method()) {
      case "GET" -> untouched(HttpReply.json(200, fields(key, session)));
      case "DELETE" -> delete(key, session, now);
      default -> untouched(HttpReply.message(405, "Method Not Allowed"));
    };
  }

  private Handled delete(String key, Session session, Instant now) {
    if (session.status().equals("EXPIRED")) {
      return untouched(HttpReply.message(400, "The requested Session Key has already expired."));
    }
    if (!session.status().equals("IDLE")) {
      return untouched(
          HttpReply.message(400, "Session " + key + " has been started and cannot be deleted."));
    }
    byKey.put(key, new Session(session.apiKey(), GONE, session.created(), now, null));
    return new Handled(
        HttpReply.message(200, "Session " + key + " has been successfully removed."),
        Effect.REMOVED);
  }

  private @Nullable Session expired(@Nullable Session session, Instant now) {
    if (session == null || !MAY_EXPIRE.contains(session.status())) {
      return session;
    }
    Duration time = expiry.get(session.apiKey());
    return time == null || now.isBefore(session.created().plus(time))
        ? session
        : new Session(session.apiKey(), "EXPIRED", session.created(), now, session.started());
  }

  private static HttpReply callbacks(String apiKey) {
    Map<String, Object> webhook =
        Map.of(
            "event", "SESSION:STATUS_CHANGE",
            "url", "https://tracker.example/webhook",
            "headers", Map.of("Authorization", "hush-of-the-receiver"));
    return HttpReply.json(200, Map.of("api_key", apiKey, "data", List.of(webhook)));
  }

  private static Handled untouched(HttpReply answer) {
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
