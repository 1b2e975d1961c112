package dev.sessioncleanup.command;

import dev.sessioncleanup.settings.Dates;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Moment;
import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads values of options as the same values are read in settings. */
public final class OptionTypes {
  private OptionTypes() {}

  /** Call it when all subcommands are added. */
  public static void register(CommandLine line) {
    line.registerConverter(Rate.class, converter(Rate::valueOf));
    line.registerConverter(Duration.class, converter(Durations::parse));
    line.registerConverter(Instant.class, converter(Dates::parse));
    line.registerConverter(Moment.class, converter(Moment::parse));
  }

  /** Picocli shows the class name of an exception that is not its own. */
  private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (InvalidSettingException invalid) {
        throw new TypeConversionException(invalid.getMessage());
      }
    };
  }
}
