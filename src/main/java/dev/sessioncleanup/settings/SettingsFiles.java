package dev.sessioncleanup.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.config.ConfigDataNotFoundException;
import org.springframework.boot.origin.Origin;
import org.springframework.util.PlaceholderResolutionException;

/** Says in one line why Spring could not read the settings; no value of a setting is repeated. */
public final class SettingsFiles {
  private static final List<String> PROPERTIES =
      List.of(
          "spring.config.import", "spring.config.location", "spring.config.additional-location");
  private static final Pattern UNLOADABLE =
      Pattern.compile("Unable to load config data from '(.*)'", Pattern.DOTALL);

  /** The line with the mistake stands below its place, and may hold a secret. */
  private static final Pattern YAML_PLACE =
      Pattern.compile("([^\\n]*)\\n in [^\\n]*, (line \\d+, column \\d+)");

  private final String namedBy;

  private SettingsFiles(String namedBy) {
    this.namedBy = namedBy;
  }

  /**
   * Null when the failure has nothing to do with reading settings.
   *
   * @param given whether a property was given to this process; those that were are named
   */
  public static @Nullable String describe(Throwable failure, Predicate<String> given) {
    List<String> suspects = PROPERTIES.stream().filter(given).toList();
    var files = new SettingsFiles(String.join(" or ", suspects.isEmpty() ? PROPERTIES : suspects));
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = files.describeOne(cause);
      if (message != null) {
        return message;
      }
    }
    return null;
  }

  private @Nullable String describeOne(Throwable cause) {
    if (cause instanceof ConfigDataNotFoundException missing) {
      return missing(missing);
    }
    if (cause instanceof ConfigDataException other) {
      return "the settings cannot be loaded: %s Check %s.".formatted(other.getMessage(), namedBy);
    }
    if (cause instanceof PlaceholderResolutionException unresolved) {
      return "a setting refers to ${%s}, which is neither a setting nor an environment variable. Set it, or correct the reference."
          .formatted(unresolved.getPlaceholder());
    }
    if (cause.getClass().getName().startsWith("org.yaml.snakeyaml.")) {
      return "a settings file is not valid YAML: %s. Correct application.yml or application.yaml, or the file that %s names."
          .formatted(yamlMistake(String.valueOf(cause.getMessage())), namedBy);
    }
    if (cause instanceof IOException || cause instanceof UncheckedIOException) {
      return isReadBySpringBoot(cause) ? unreadable(cause) : null;
    }
    Matcher unloadable = UNLOADABLE.matcher(String.valueOf(cause.getMessage()));
    return unloadable.matches() && cause.getCause() instanceof IllegalStateException
        ? "%s cannot be loaded as settings: the name of a file must end in .yml, .yaml or .properties, that of a directory in /. Correct %s."
            .formatted(unloadable.group(1), namedBy)
        : null;
  }

  private String missing(ConfigDataNotFoundException missing) {
    Origin origin = missing.getOrigin();
    return "%s names settings that are not there: %s. Create them, or write optional: before the name if they may be missing."
        .formatted(origin == null ? namedBy : origin, missing.getReferenceDescription());
  }

  private static String yamlMistake(String message) {
    Matcher place = YAML_PLACE.matcher(message);
    String mistake = "it cannot be parsed";
    while (place.find()) { // the last place is the one of the mistake itself
      mistake = place.group(1).strip() + " (" + place.group(2) + ")";
    }
    return mistake;
  }

  private static String unreadable(Throwable cause) {
    return "a file with settings or secrets cannot be read: %s. Check that it exists and that the user of the program may read it (in Kubernetes: fsGroup and defaultMode)."
        .formatted(
            (cause instanceof AccessDeniedException ? "access denied to " : "")
                + cause.getMessage());
  }

  private static boolean isReadBySpringBoot(Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .map(StackTraceElement::getClassName)
        .anyMatch(
            name ->
                name.startsWith("org.springframework.boot.env.")
                    || name.startsWith("org.springframework.boot.context.config."));
  }
}
