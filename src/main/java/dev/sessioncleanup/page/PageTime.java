package dev.sessioncleanup.page;

import dev.sessioncleanup.settings.Dates;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An end of a period: a moment, or a time ago.
 *
 * @param moment null for a time ago
 */
record PageTime(@Nullable Instant moment, Duration ago) {

  Instant at(Instant now) {
    return moment == null ? now.minus(ago) : moment;
  }

  /** Reads a date, an instant or a duration. */
  static final class Converter implements ITypeConverter<PageTime> {
    @Override
    public PageTime convert(String text) {
      try {
        return text.matches("[+-]?\\d+-.*")
            ? new PageTime(Dates.parse(text), Duration.ZERO)
            : new PageTime(null, ago(text));
      } catch (InvalidSettingException invalid) {
        throw new TypeConversionException(invalid.getMessage());
      }
    }

    private static Duration ago(String text) {
      try {
        return Durations.parse(text);
      } catch (InvalidSettingException invalid) {
        throw new InvalidSettingException(
            invalid.getMessage() + "; or a date, like 2026-11-01 or 2026-11-01T06:00:00Z");
      }
    }
  }
}
