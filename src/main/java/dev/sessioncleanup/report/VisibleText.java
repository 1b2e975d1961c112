package dev.sessioncleanup.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values as people read them, in which nothing can steer the terminal. */
final class VisibleText {
  private VisibleText() {}

  /** Times to the second, null as nothing, control characters as their code. */
  static String of(@Nullable Object value) {
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
