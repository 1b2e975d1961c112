package dev.sessioncleanup.pave;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which keys can be sent to PAVE, and how they are encoded in a path. */
public final class SessionKey {
  static final int MAX_LENGTH = 128;
  private static final String UNRESERVED = "-._~";

  private SessionKey() {}

  /** Why this key cannot be sent, as the end of a sentence; null when it can. */
  public static @Nullable String problem(String key) {
    if (key.isEmpty()) {
      return "the session key is empty";
    }
    if (key.equals(".") || key.equals("..")) {
      return "the session key is '%s', which HTTP clients and proxies remove from a path"
          .formatted(key);
    }
    int length = key.codePointCount(0, key.length());
    if (length > MAX_LENGTH) {
      return "the session key has %d characters, more than %d".formatted(length, MAX_LENGTH);
    }
    return key.codePoints()
        .filter(SessionKey::cannotBeSent)
        .mapToObj("the session key contains the control character U+%04X"::formatted)
        .findFirst()
        .orElse(null);
  }

  /** The key as one path segment, encoded so that no server or proxy can misread it. */
  static String pathSegment(String key) {
    String problem = problem(key);
    if (problem != null) {
      throw new IllegalArgumentException(problem + "; such a key cannot be sent to PAVE");
    }
    StringBuilder segment = new StringBuilder();
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c)) {
        segment.append(c);
      } else {
        segment.append("%%%02X".formatted((int) c));
      }
    }
    return segment.toString();
  }

  // Half a surrogate pair is encoded as "?" in UTF-8, which would be another key.
  private static boolean cannotBeSent(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
