package dev.sessioncleanup.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the commands of a transcript and writes down what they print.
 *
 * <p>Lines of the transcript that are kept: {@code # comment}; {@code $ command}, with words in
 * single quotes and standard input after {@code <<<}; {@code sql> statement}; {@code file> NAME
 * text} writes a file to the directory that commands call {@code FILES}. A bar in a file or in
 * standard input ends a line. All other lines are output and written anew: standard error begins
 * with {@code ! }, the exit code comes last. What differs from one run to the next is made equal.
 */
final class Transcript {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern KEPT = Pattern.compile("(\\$|sql>|file>|#).*");

  /** Where their lines are broken depends on the length of what is made equal. */
  private static final Pattern WRAPPED = Pattern.compile("check|explain|runs show");

  private static final Pattern SETTING = Pattern.compile("--([a-z]+\\.[^=]+)=(.*)");
  private static final List<String[]> VARIABLE =
      List.of(
          new String[] {"test_\\d+@[\\w.]+:\\d+", "DATABASE"},
          new String[] {"test_\\d+", "TEST"},
          new String[] {"127\\.0\\.0\\.1:\\d{2,}", "LOOPBACK"},
          new String[] {"PostgreSQL \\d+(\\.\\d+)?", "PostgreSQL N"},
          new String[] {"started on \\S+", "started on HOST"},
          new String[] {"role \\w+,", "role ROLE,"},
          new String[] {"after \\d+ ms", "after N ms"},
          new String[] {"(202[5-9]|20[3-9]\\d)-\\d\\d-\\d\\d", "YYYY-MM-DD"},
          new String[] {"(?<=YYYY-MM-DD[T ])\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?", "hh:mm:ss"},
          new String[] {"(?<![\\d-])\\d\\d-\\d\\d \\d\\d:\\d\\d(:\\d\\d)?", "MM-DD hh:mm:ss"},
          new String[] {
            "^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (\\w+ +)\\[[\\w-]+\\]", "hh:mm:ss $1[THREAD]"
          },
          new String[] {"\\b[0-9a-f]{64}\\b", "SEAL"},
          new String[] {"no connection(: Connection refused)?", "no connection"},
          new String[] {"in effect \\d\\d:\\d\\d:\\d\\dZ", "in effect hh:mm:ssZ"},
          new String[] {"\\d+(d \\d+h|s) (old|ago)", "AGE $2"},
          new String[] {"after [\\d.]+ ?m?s\\b", "after TIME"},
          new String[] {"\\d+(\\.\\d+)? a second", "N a second"},
          new String[] {"(seconds|second|latency_ms)\":[\\d.]+", "$1\":N"});

  /** Progress has a line every 10 s: how many depends on the machine. */
  private static final Pattern PROGRESS = Pattern.compile("\\S+: \\d+/\\d+, .*");

  private final World world;
  private final Path files;
  private final StringBuilder written = new StringBuilder();

  Transcript(World world, Path files) {
    this.world = world;
    this.files = files;
  }

  String run(List<String> lines) throws IOException {
    for (String line : lines) {
      if (KEPT.matcher(line).matches()) {
        written.append(line).append('\n');
      }
      if (line.startsWith("$")) {
        command(line.substring(1).strip());
      } else if (line.startsWith("sql>")) {
        world.jdbc.sql(line.substring(4)).update();
      } else if (line.startsWith("file>")) {
        String[] parts = line.split(" ", 3);
        Files.writeString(files.resolve(parts[1]), parts.length == 3 ? lines(parts[2]) : "");
      }
    }
    return written.toString();
  }

  private void command(String line) {
    String[] parts = line.split(" <<< ", 2);
    InputStream formerInput = System.in;
    String formerUser = System.setProperty("user.name", "nina");
    System.setIn(
        new ByteArrayInputStream((parts.length == 2 ? lines(parts[1]) : "").getBytes(UTF_8)));
    try {
      Shell.Ended ended = world.run(words(parts[0]));
      write("", WRAPPED.matcher(line).lookingAt() ? unwrapped(ended.out()) : ended.out());
      write("! ", ended.err());
      written.append("exit ").append(ended.exitCode()).append("\n\n");
    } finally {
      System.setIn(formerInput);
      System.setProperty("user.name", formerUser);
      world.resetSettings();
    }
  }

  private String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      Matcher setting = SETTING.matcher(word);
      if (setting.matches()) { // replaces the one that the world would give
        world.set(setting.group(1), setting.group(2));
      } else {
        words.add(word.replace("FILES", files.toString()));
      }
    }
    return words.toArray(String[]::new);
  }

  private static String unwrapped(String text) {
    return text.replaceAll("\n {12,}", " ");
  }

  private static String lines(String text) {
    return text.replace('|', '\n') + '\n';
  }

  private void write(String prefix, String text) {
    text.lines()
        .filter(line -> !PROGRESS.matcher(line).matches())
        .map(line -> (prefix + steady(line)).stripTrailing())
        .forEach(line -> written.append(line.isEmpty() ? "." : line).append('\n'));
  }

  private String steady(String line) {
    String steady = line.replace(files.toString(), "FILES");
    for (String[] variable : VARIABLE) {
      steady = steady.replaceAll(variable[0], variable[1]);
    }
    return steady;
  }
}
