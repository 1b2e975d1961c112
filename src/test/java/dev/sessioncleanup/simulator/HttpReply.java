package dev.sessioncleanup.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP reply before it is sent; status 0 means no reply. */
record HttpReply(int status, Map<String, String> headers, String body) {
  static final HttpReply NONE = new HttpReply(0, Map.of(), "");
  private static final JsonMapper JSON = new JsonMapper();

  static HttpReply ofStatus(int status) {
    return new HttpReply(status, Map.of(), "");
  }

  static HttpReply message(int status, String message) {
    return json(status, Map.of("message", message));
  }

  static HttpReply json(int status, Map<String, ? extends @Nullable Object> fields) {
    return new HttpReply(
        status, Map.of("Content-Type", "application/json"), JSON.writeValueAsString(fields));
  }

  static HttpReply html(int status, String text) {
    return new HttpReply(
        status,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        "<!DOCTYPE html><html><body><h1>" + text + "</h1></body></html>");
  }

  HttpReply withHeader(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpReply(status, more, body);
  }

  HttpReply withBody(String otherBody) {
    return new HttpReply(status, headers, otherBody);
  }

  byte[] bodyBytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  byte[] headBytes(Instant now) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Simulated\r\n");
    head.append("Date: ")
        .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)))
        .append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(bodyBytes().length).append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] bytes(Instant now) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(headBytes(now));
    all.writeBytes(bodyBytes());
    return all.toByteArray();
  }
}
