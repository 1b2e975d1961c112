package dev.sessioncleanup.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A file in {@code db/report}: a first comment line with the purpose, a comment line for each
 * parameter, lines for psql that start with a backslash, one query.
 */
record ReportFile(ReportDescription description, String sql) {
  private static final Pattern MEANING = Pattern.compile("-- (\\w+) {2,}(.+)");
  private static final Pattern USE = Pattern.compile("nullif\\(:'(\\w+)', ''\\)(?: as (bigint))?");

  static Map<String, ReportFile> all() {
    Map<String, ReportFile> files = new TreeMap<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources("classpath:db/report/*.sql")) {
        String name = Objects.requireNonNull(file.getFilename()).replace(".sql", "");
        files.put(name, parse(name, file.getContentAsString(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The reports in db/report cannot be read", e);
    }
    return files;
  }

  static ReportFile parse(String name, String text) {
    List<String> lines = text.lines().toList();
    String purpose = lines.getFirst();
    if (!purpose.startsWith("-- ")) {
      throw new IllegalArgumentException("db/report/" + name + ".sql must start with its purpose");
    }
    String sql =
        lines.stream()
            .filter(line -> !line.startsWith("\\") && !line.startsWith("--"))
            .collect(Collectors.joining("\n"));
    return new ReportFile(
        new ReportDescription(name, purpose.substring(3), parameters(name, lines, sql)),
        sql.replaceAll(":'(\\w+)'", ":$1"));
  }

  private static List<ReportParameter> parameters(String name, List<String> lines, String sql) {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher meaning = MEANING.matcher(line);
      if (meaning.matches()) {
        meanings.put(meaning.group(1), meaning.group(2));
      }
    }
    Map<String, ReportParameter.Type> types = new LinkedHashMap<>();
    USE.matcher(sql)
        .results()
        .forEach(use -> types.put(use.group(1), type(use.group(1), use.group(2))));
    if (!types.keySet().equals(meanings.keySet())) {
      throw new IllegalArgumentException(
          "db/report/%s.sql documents the parameters %s, but its query uses %s"
              .formatted(name, meanings.keySet(), types.keySet()));
    }
    List<ReportParameter> parameters = new ArrayList<>();
    meanings.forEach(
        (key, meaning) ->
            parameters.add(
                new ReportParameter(key, Objects.requireNonNull(types.get(key)), meaning)));
    return parameters;
  }

  private static ReportParameter.Type type(String name, @Nullable String sql) {
    if (sql != null) {
      return ReportParameter.Type.NUMBER;
    }
    return switch (name) {
      case "since", "until" -> ReportParameter.Type.MOMENT;
      case "outcome" -> ReportParameter.Type.OUTCOME;
      case "dry_run" -> ReportParameter.Type.FLAG;
      default -> ReportParameter.Type.TEXT;
    };
  }
}
