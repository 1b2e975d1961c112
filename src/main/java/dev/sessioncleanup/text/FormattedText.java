package dev.sessioncleanup.text;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as a page for people shows them. */
public final class FormattedText {
  private FormattedText() {}

  /**
   * Numbers with a separator after each thousand, times in UTC to the second like {@code 2026-11-01
   * 06:00:00}, null as a dash, control characters as their code.
   */
  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "–";
      case Integer number -> String.format(Locale.ROOT, "%,d", number);
      case Long number -> String.format(Locale.ROOT, "%,d", number);
      case BigDecimal number -> String.format(Locale.ROOT, "%,." + number.scale() + "f", number);
      case Instant time -> time(time);
      default -> VisibleText.of(value);
    };
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
  }
}
