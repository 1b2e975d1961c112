package dev.sessioncleanup.pave;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which keys can be sent to PAVE, and how they stand in a path. */
public final class SessionKey {
  static final int MAX_LENGTH = 128;
  private static final String UNRESERVED = "-._~";

  private SessionKey() {}

  /** Why this key cannot be sent, as the end of a sentence; null when it can. */
  public static @Nullable String problem(String key) {
    if (key.isEmpty()) {
      return "the session key is empty";
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

  /** The key as one segment of a path, which no server or proxy can take for anything else. */
  static String pathSegment(String key) {
    String problem = problem(key);
    if (problem != null) {
      throw new IllegalArgumentException(problem + "; it must not reach the HTTP client");
    }
    // "." and ".." would be resolved away on the road, encoded or not in any other key they are not
    if (key.equals(".") || key.equals("..")) {
      return key.replace(".", "%2E");
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

  // Half a surrogate pair becomes "?" in UTF-8, and "?" is another key.
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
