package dev.sessioncleanup.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files of k8s/monitoring, and the metrics and label values that their expressions use. */
public enum MonitoringFiles {
  RULES("rules.yml"),
  RULES_TEST("rules_test.yml"),
  DASHBOARD("dashboard.json");

  static final Path DIRECTORY = Path.of("k8s", "monitoring");
  private static final Pattern NAME = Pattern.compile("\\bsession_cleanup_\\w+");
  private static final Pattern LABEL =
      Pattern.compile("\\b(outcome|evidence|status|kind)=\"(\\w+)\"");

  private final String file;

  MonitoringFiles(String file) {
    this.file = file;
  }

  /** Names of metrics; those that rules record have a colon, and are not the program's. */
  public Set<String> metrics() {
    return NAME.matcher(expressions())
        .results()
        .map(match -> match.group())
        .collect(Collectors.toSet());
  }

  /** Like {@code outcome="removed"}. */
  Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    Matcher matcher = LABEL.matcher(expressions());
    while (matcher.find()) {
      labels.add(matcher.group());
    }
    return labels;
  }

  /** The text, as it reads when JSON's quotes are undone. */
  private String expressions() {
    return text().replace("\\\"", "\"");
  }

  String text() {
    try {
      return Files.readString(DIRECTORY.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
