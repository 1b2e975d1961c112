package dev.sessioncleanup.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Refuses environment variables that look like settings of ours and are none. Spring Boot refuses
 * unknown properties everywhere but in the environment, where a misspelt name would leave the
 * default in force.
 */
public final class EnvironmentSettings {
  /** Kubernetes sets these for each Service, so for one that is named like our settings too. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_\\w+)?)?)");

  private final Set<String> prefixes;
  private final Pattern known;

  /**
   * @param types records bound to settings, each with its prefix
   */
  public EnvironmentSettings(List<Class<? extends Record>> types) {
    List<String> names = new ArrayList<>();
    for (Class<? extends Record> type : types) {
      collect(prefix(type), type, names);
    }
    prefixes =
        types.stream().map(EnvironmentSettings::prefix).collect(Collectors.toUnmodifiableSet());
    known = Pattern.compile(String.join("|", names), Pattern.CASE_INSENSITIVE);
  }

  /**
   * @throws InvalidSettingException when a variable begins like a setting and is not one
   */
  public void refuseUnknown(Set<String> variables) {
    List<String> unknown =
        variables.stream()
            .filter(this::looksLikeASetting)
            .filter(this::isUnknown)
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      throw new InvalidSettingException(
          "unknown setting in the environment: %s. The README lists the settings."
              .formatted(String.join(", ", unknown)));
    }
  }

  private boolean looksLikeASetting(String variable) {
    return prefixes.stream()
        .anyMatch(prefix -> variable.regionMatches(true, 0, prefix, 0, prefix.length()));
  }

  private boolean isUnknown(String variable) {
    return !known.matcher(variable).matches() && !SERVICE_LINK.matcher(variable).matches();
  }

  private static String prefix(Class<?> type) {
    return type.getAnnotation(ConfigurationProperties.class).prefix() + "_";
  }

  private static void collect(String prefix, Class<?> type, List<String> names) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + variable(component.getName());
      Class<?> inner = component.getType();
      if (Map.class.isAssignableFrom(inner)) {
        collect(name + "_\\w+?_", valueType(component.getGenericType()), names);
      } else if (inner.isRecord() && inner.getEnclosingClass() == type) {
        collect(name + "_", inner, names);
      } else {
        names.add(name);
      }
    }
  }

  private static Class<?> valueType(Type map) {
    return (Class<?>) ((ParameterizedType) map).getActualTypeArguments()[1];
  }

  /** maxInFlight is MAXINFLIGHT, and MAX_IN_FLIGHT as well. */
  private static String variable(String component) {
    return component.replaceAll("([A-Z])", "_?$1");
  }
}
