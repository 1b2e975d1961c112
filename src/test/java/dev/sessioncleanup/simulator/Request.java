package dev.sessioncleanup.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire.
 *
 * @param path as sent, still encoded
 * @param sessionKey decoded; empty when the path is not that of one session
 * @param headers by lower-case name
 */
public record Request(String method, String path, String sessionKey, Map<String, String> headers) {
  private static final String PREFIX = "/v1/sessions/";

  public Request {
    headers = Map.copyOf(headers);
  }

  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The next request on this connection; null when the client has closed it. */
  static @Nullable Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null || first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
    String[] parts = first.split(" ", -1);
    return new Request(parts[0], parts[1], sessionKey(parts[1]), headers);
  }

  private static String sessionKey(String path) {
    String rest = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
    boolean oneSegment = rest.chars().noneMatch(c -> c == '/' || c == '?');
    // A plus in a path is literal, but URLDecoder decodes forms.
    return oneSegment ? URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8) : "";
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }
}
