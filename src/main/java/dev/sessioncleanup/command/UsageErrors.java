package dev.sessioncleanup.command;

import dev.sessioncleanup.text.VisibleText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.Levenshtein;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, in the words of the command line. */
public final class UsageErrors {
  /** As many changes of one letter in four still count as a slip. */
  private static final int LETTERS_PER_SLIP = 4;

  private UsageErrors() {}

  /** The message of an error, as one or more sentences. */
  public static String message(ParameterException error) {
    CommandLine command = error.getCommandLine();
    List<String> unmatched = command.getUnmatchedArguments();
    if (error instanceof UnmatchedArgumentException || misspelt(error, unmatched)) {
      return unexpected(command, unmatched);
    }
    return String.valueOf(error.getMessage())
        .replace("option option", "option")
        .replaceAll("positional parameter at index \\d+ \\((\\w+)\\)", "$1")
        .replace("is not a long", "is not a whole number")
        .replace("is not an int", "is not a whole number");
  }

  /** Converts the values of an enum, and names them all where a value is none of them. */
  public static <E extends Enum<E>> void choice(CommandLine line, Class<E> values) {
    line.registerConverter(
        values,
        text ->
            Stream.of(values.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findAny()
                .orElseThrow(
                    () ->
                        new TypeConversionException(
                            "'%s' is none of %s".formatted(VisibleText.of(text), names(values)))));
  }

  private static String names(Class<? extends Enum<?>> values) {
    return Stream.of(values.getEnumConstants())
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** A required option may seem to be missing only because its name is misspelt. */
  private static boolean misspelt(ParameterException error, List<String> unmatched) {
    return error instanceof MissingParameterException
        && unmatched.stream().anyMatch(UsageErrors::isOption);
  }

  /** Never repeats the value of an unknown option: it may be a misspelt setting with a secret. */
  private static String unexpected(CommandLine command, List<String> unmatched) {
    CommandSpec spec = command.getCommandSpec();
    List<String> options = unmatched.stream().filter(UsageErrors::isOption).toList();
    String first = unmatched.getFirst();
    boolean namesCommand = spec.positionalParameters().isEmpty();
    if (!isOption(first) && namesCommand && !command.getSubcommands().isEmpty()) {
      return "Unknown command '%s'.%s"
          .formatted(VisibleText.of(first), guess(first, spec.subcommands().keySet().stream()));
    }
    if (options.isEmpty()) {
      return "Unexpected argument: '%s'.".formatted(VisibleText.of(first));
    }
    String unknown =
        (options.size() == 1 ? "Unknown option: " : "Unknown options: ")
            + options.stream().map(UsageErrors::withoutValue).collect(Collectors.joining(", "));
    if (unknown.contains(".")) {
      return unknown + ". Settings are written --name=value.";
    }
    String guess = guess(options.getFirst().split("=")[0], spec.optionsMap().keySet().stream());
    return guess.isEmpty() ? unknown : unknown + "." + guess;
  }

  private static String withoutValue(String option) {
    return VisibleText.of(option.replaceFirst("(?s)^(--[^=]*|-.).*", "$1"));
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-");
  }

  private static String guess(String argument, Stream<String> names) {
    String given = argument.replaceFirst("^-(?=[^-]{2})", "--");
    return names
        .filter(name -> resemble(given, name))
        .min(Comparator.comparingInt(name -> Levenshtein.distance(given, name)))
        .map(name -> " Did you mean " + name + "?")
        .orElse("");
  }

  /** One is the beginning of the other, or they differ in few letters. */
  private static boolean resemble(String given, String name) {
    String shorter = given.length() < name.length() ? given : name;
    String longer = shorter.equals(given) ? name : given;
    return (shorter.replace("-", "").length() > 2 && longer.startsWith(shorter))
        || Levenshtein.distance(given, name) <= Math.max(1, longer.length() / LETTERS_PER_SLIP);
  }
}
