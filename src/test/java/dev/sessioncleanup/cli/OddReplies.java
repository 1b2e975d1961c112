package dev.sessioncleanup.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.simulator.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** Replies that PAVE does not document, byte by byte. */
final class OddReplies {
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String HTML = "Content-Type: text/html\r\n";
  private static final long SLOW = 50_000_000;

  private final List<OddReply> all = new ArrayList<>();

  /** What PAVE may have done behind such a reply. */
  enum Effect {
    /** It did nothing: the reply says so. */
    NONE,
    /** It removed the session: the reply holds its very words. */
    REMOVED,
    EITHER
  }

  record OddReply(String name, Effect effect, Fault untouched, Fault removed) {}

  static List<OddReply> all() {
    OddReplies replies = new OddReplies();
    replies.statuses();
    replies.bodies();
    replies.framing();
    replies.statusLines();
    return replies.all;
  }

  private void statuses() {
    String continues = "HTTP/1.1 100 Continue\r\n\r\n";
    String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
    add("100 before", Effect.REMOVED, 200, r -> continues + ok(removed(r)));
    add("103 before", Effect.REMOVED, 200, r -> hints + ok(removed(r)));
    add("101", Effect.EITHER, 101, r -> head("101 Switching", "Upgrade: h2c\r\n") + "\r\n");
    for (int status : List.of(201, 202, 206)) {
      add("words with " + status, Effect.EITHER, status, r -> whole(status, JSON, removed(r)));
    }
    add("204", Effect.EITHER, 204, r -> head("204 No Content", "") + "\r\n");
    add("304", Effect.EITHER, 304, r -> head("304 Not Modified", "") + "\r\n");
    add("301", Effect.EITHER, 301, r -> whole(301, "Location: http://127.0.0.1:1/\r\n", ""));
    add("302 to itself", Effect.EITHER, 302, r -> whole(302, "Location: " + r.path() + "\r\n", ""));
    add("307 to nowhere", Effect.EITHER, 307, r -> whole(307, "", ""));
    for (int status : List.of(400, 405, 408, 409, 410, 418, 422, 500, 501, 504, 520, 599, 999)) {
      add("" + status, Effect.EITHER, status, r -> whole(status, JSON, message("Not today.")));
    }
    for (int status : List.of(404, 502, 503)) {
      add(status + " HTML", Effect.EITHER, status, r -> whole(status, HTML, "<html>Sorry</html>"));
    }
    for (int status : List.of(401, 403)) {
      add("" + status, Effect.NONE, status, r -> whole(status, HTML, "<html>Stop</html>"));
    }
    String future = "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n";
    add("401 in 9999", Effect.NONE, 401, r -> whole(401, future, ""));
    add("400 \1 type", Effect.EITHER, 400, r -> whole(400, "Content-Type: a\tb\u0001c\r\n", "<x>"));
    for (String after : List.of("soon", "-1", "1.5", "", "Thu, 01 Jan 1970 00:00:00 GMT", "0")) {
      String header = "Retry-After: " + after + "\r\n";
      add("429 " + after, Effect.NONE, 429, r -> whole(429, header, ""));
    }
    add("429 twice", Effect.NONE, 429, r -> whole(429, "Retry-After: 0\r\nRetry-After: x\r\n", ""));
  }

  private void bodies() {
    add200("empty", r -> "");
    add200("space", r -> " \r\n ");
    add200("HTML", r -> "<!DOCTYPE html><h1>Please log in</h1>");
    add200("huge", r -> "<html>" + "x".repeat(5_000_000));
    add200("array", r -> "[" + removed(r) + "]");
    add200("number", r -> "200");
    add200("null", r -> "null");
    add200("message twice", r -> removed(r).replace("{", "{\"message\":\"x\","));
    add200("words and more", r -> removed(r) + removed(r));
    add200("other key", r -> message("Session ZZZ-OTHER00000 has been successfully removed."));
    add200("longer key", r -> removed(r).replace(" has", "0 has"));
    add200("other words", r -> removed(r).replace("successfully ", ""));
    add200("started", r -> message("Session " + r.sessionKey() + " has been started."));
    add200("other session", r -> "{\"session_key\":\"ZZZ-OTHER00000\",\"status\":\"EXPIRED\"}");
    add200("deep", r -> "[".repeat(20_000));
    add200("NUL bytes", r -> removed(r).replace(" ", "\0"));
    for (String odd :
        List.of("a\\u0000b", "\\ud800", "\\u202Ecba", "\uD83D\uDE00", "z".repeat(60_000))) {
      String name = odd.substring(0, 2);
      add("400 with " + name, Effect.EITHER, 400, r -> whole(400, JSON, message(odd)));
      add200("status " + name, r -> session(r, odd));
    }
    add200("nested", r -> "{\"a\":".repeat(10_000));
    addBytes("UTF-16", Effect.EITHER, r -> bytes(ok(""), removed(r).getBytes(UTF_16)));
    addBytes("not UTF-8", Effect.EITHER, r -> bytes(ok(""), new byte[] {'{', (byte) 0xC3, '"'}));
    addBytes("gzip", Effect.EITHER, r -> bytes(gzipHead(), gzip(removed(r))));
    addBytes("BOM", Effect.REMOVED, r -> closed("\uFEFF" + removed(r)).getBytes(UTF_8));
  }

  private void framing() {
    add("long length", Effect.EITHER, 200, r -> withLength("4000", removed(r)));
    add("short length", Effect.EITHER, 200, r -> withLength("20", removed(r)));
    add("no number", Effect.EITHER, 200, r -> withLength("many", removed(r)));
    add("two lengths", Effect.EITHER, 200, r -> withLength("9\r\nContent-Length: 8", removed(r)));
    add("chunks", Effect.REMOVED, 200, r -> chunked(removed(r), "0\r\n\r\n"));
    add("no last chunk", Effect.EITHER, 200, r -> chunked(removed(r), ""));
    add("chunk error", Effect.EITHER, 200, r -> chunked(removed(r), "zz\r\noops"));
    add("another behind", Effect.REMOVED, 200, r -> ok(removed(r)) + whole(500, HTML, "late"));
    add("headers twice", Effect.REMOVED, 200, r -> whole(200, JSON + HTML + JSON, removed(r)));
    add(
        "huge header",
        Effect.REMOVED,
        200,
        r -> whole(200, "X: " + "y".repeat(90_000) + "\r\n", removed(r)));
    add("no colon", Effect.EITHER, 200, r -> whole(200, "what is this\r\n", "{}"));
    addScript(
        "slow", 200, Effect.REMOVED, (r, out) -> Fault.slowly(ok(removed(r)), 1_000_000, out));
    addScript("too slow", 0, Effect.EITHER, (r, out) -> Fault.slowly(ok(removed(r)), SLOW, out));
  }

  private void statusLines() {
    add("HTTP/1.0", Effect.REMOVED, 200, r -> ok(removed(r)).replace("HTTP/1.1", "HTTP/1.0"));
    add("HTTP/3", Effect.EITHER, 0, r -> ok("{}").replace("HTTP/1.1", "HTTP/3"));
    add("no number", Effect.EITHER, 0, r -> ok("{}").replace("200", "2OO"));
    add("two digits", Effect.EITHER, 0, r -> ok("{}").replace("200", "20"));
    add("no HTTP", Effect.EITHER, 0, r -> "SSH-2.0-OpenSSH_9.6\r\n");
    add("half a line", Effect.EITHER, 0, r -> "HTTP/1.1 2");
    add("only a line", Effect.EITHER, 0, r -> "HTTP/1.1 200 OK\r\n");
    all.add(new OddReply("reset", Effect.EITHER, Fault.RESET_BEFORE, Fault.RESET_AFTER));
    all.add(new OddReply("no reply", Effect.EITHER, Fault.HANG_BEFORE, Fault.HANG_AFTER));
    all.add(new OddReply("cut", Effect.REMOVED, Fault.TRUNCATED, Fault.TRUNCATED));
  }

  private void add(String name, Effect effect, int status, Function<Request, String> reply) {
    addScript(name, status, effect, (r, out) -> out.write(reply.apply(r).getBytes(ISO_8859_1)));
  }

  private void add200(String name, Function<Request, String> body) {
    add(name, Effect.EITHER, 200, r -> ok(body.apply(r)));
  }

  private void addBytes(String name, Effect effect, Function<Request, byte[]> reply) {
    addScript(name, 200, effect, (r, out) -> out.write(reply.apply(r)));
  }

  private void addScript(String name, int status, Effect effect, Fault.Script script) {
    all.add(
        new OddReply(
            name,
            effect,
            Fault.raw(name, status, false, script),
            Fault.raw(name, status, true, script)));
  }

  private static String session(Request request, String status) {
    return "{\"session_key\":\"%s\",\"status\":\"%s\"}".formatted(request.sessionKey(), status);
  }

  private static String removed(Request request) {
    return message("Session " + request.sessionKey() + " has been successfully removed.");
  }

  private static String message(String words) {
    return "{\"message\":\"" + words + "\"}";
  }

  private static String ok(String body) {
    return whole(200, JSON, body);
  }

  private static String whole(int status, String headers, String body) {
    return head(status + " Odd", headers) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String head(String statusAndReason, String headers) {
    return "HTTP/1.1 " + statusAndReason + "\r\nConnection: close\r\n" + headers;
  }

  private static String withLength(String length, String body) {
    return head("200 OK", JSON) + "Content-Length: " + length + "\r\n\r\n" + body;
  }

  /** Its end is that of the connection. */
  private static String closed(String body) {
    return head("200 OK", JSON) + "\r\n" + body;
  }

  private static String chunked(String body, String end) {
    return head("200 OK", JSON + "Transfer-Encoding: chunked\r\n\r\n")
        + "%x\r\n%s\r\n".formatted(body.length(), body)
        + end;
  }

  private static String gzipHead() {
    return closed("").replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n");
  }

  private static byte[] bytes(String head, byte[] body) {
    byte[] start = head.replace("Content-Length: 0\r\n", "").getBytes(UTF_8);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
