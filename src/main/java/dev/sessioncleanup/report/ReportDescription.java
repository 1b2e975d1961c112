package dev.sessioncleanup.report;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name, purpose and parameters of a report.
 *
 * @param purpose one line
 */
public record ReportDescription(String name, String purpose, List<ReportParameter> parameters) {
  /** Other names of parameters, which came first. */
  private static final Map<String, String> OTHER_NAMES = Map.of("from", "since", "to", "until");

  public ReportDescription {
    parameters = List.copyOf(parameters);
  }

  /**
   * A value for every parameter, null for each parameter that is not given.
   *
   * @param now what durations are counted back from
   */
  Map<String, @Nullable String> values(Map<String, String> given, Instant now) {
    Map<String, @Nullable String> values = new HashMap<>();
    parameters.forEach(parameter -> values.put(parameter.name(), null));
    given.forEach(
        (key, text) -> {
          ReportParameter parameter = parameter(key);
          if (values.put(parameter.name(), parameter.value(name, text, now)) != null) {
            throw new ReportParameterException(
                "%s of report %s is given twice.".formatted(parameter.option(), name));
          }
        });
    return values;
  }

  private ReportParameter parameter(String key) {
    String known = OTHER_NAMES.getOrDefault(key, key);
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(known))
        .findAny()
        .orElseThrow(
            () ->
                new ReportParameterException(
                    "Report %s has no %s. It has: %s."
                        .formatted(name, ReportParameter.option(known), options())));
  }

  /** The range is half open. */
  void refuseEmptyRange(Map<String, @Nullable String> values) {
    String since = values.get("since");
    String until = values.get("until");
    if (since != null && until != null && !Instant.parse(since).isBefore(Instant.parse(until))) {
      throw new ReportParameterException(
          "--since %s is not before --until %s; the range is [since, until)."
              .formatted(since, until));
    }
  }

  private String options() {
    return parameters.stream().map(ReportParameter::option).collect(Collectors.joining(", "));
  }
}
