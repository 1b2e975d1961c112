package dev.sessioncleanup.report;

import dev.sessioncleanup.text.VisibleText;
import java.time.LocalDate;
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
  public ReportDescription {
    parameters = List.copyOf(parameters);
  }

  /** A value for every parameter, null for each parameter that is not given. */
  Map<String, @Nullable String> values(Map<String, String> given) {
    Map<String, @Nullable String> values = new HashMap<>();
    for (ReportParameter parameter : parameters) {
      String text = given.get(parameter.name());
      values.put(parameter.name(), text == null ? null : parameter.value(name, text));
    }
    for (String key : given.keySet()) {
      if (!values.containsKey(key)) {
        throw new ReportParameterException(
            "Report %s has no parameter '%s'. Its parameters: %s."
                .formatted(name, VisibleText.of(key), names()));
      }
    }
    refuseEmptyRange(values);
    return values;
  }

  private static void refuseEmptyRange(Map<String, @Nullable String> values) {
    String from = values.get("from");
    String to = values.get("to");
    if (from != null && to != null && !LocalDate.parse(from).isBefore(LocalDate.parse(to))) {
      throw new ReportParameterException(
          "from %s is not before to %s; the range is [from, to).".formatted(from, to));
    }
  }

  private String names() {
    return parameters.stream().map(ReportParameter::name).collect(Collectors.joining(", "));
  }
}
