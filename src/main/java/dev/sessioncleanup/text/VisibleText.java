package dev.sessioncleanup.text;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Values as text for people. Control characters are escaped, so that no value can control the
 * terminal.
 */
public final class VisibleText {
  private VisibleText() {}

  /** Times to the second, null as an empty text, control characters as their code. */
  public static String of(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Instant moment) {
      return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
    StringBuilder visible = new StringBuilder();
    value.toString().codePoints().forEach(c -> append(visible, c));
    return visible.toString();
  }

  private static void append(StringBuilder visible, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          visible.append("\\u%04x".formatted(c));
      default -> visible.appendCodePoint(c);
    }
  }
}
