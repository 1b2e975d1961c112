package dev.sessioncleanup.hold;

import dev.sessioncleanup.settings.Dates;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** When a hold ends: at a moment, or a time from now. */
sealed interface HoldEnd {

  /** The moment, when it is now {@code now}. */
  Instant from(Instant now);

  /** A moment. */
  record At(Instant moment) implements HoldEnd {
    @Override
    public Instant from(Instant now) {
      return moment;
    }
  }

  /** A time from now. */
  record After(Duration time) implements HoldEnd {
    @Override
    public Instant from(Instant now) {
      return now.plus(time);
    }
  }

  /** Reads a date, an instant or a duration. */
  final class Converter implements ITypeConverter<HoldEnd> {
    @Override
    public HoldEnd convert(String text) {
      try {
        return text.matches("[+-]?\\d+-.*") ? new At(Dates.parse(text)) : after(text);
      } catch (InvalidSettingException invalid) {
        throw new TypeConversionException(invalid.getMessage());
      }
    }

    private static HoldEnd after(String text) {
      try {
        return new After(Durations.parse(text));
      } catch (InvalidSettingException invalid) {
        throw new InvalidSettingException(
            invalid.getMessage() + "; or a date, like 2026-11-01 or 2026-11-01T06:00:00Z");
      }
    }
  }
}
