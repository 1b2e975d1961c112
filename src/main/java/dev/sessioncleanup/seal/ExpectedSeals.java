package dev.sessioncleanup.seal;

import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Seals that were noted before: as they are, or in files such as summaries and mailed pages. */
final class ExpectedSeals {
  private static final Pattern SEAL = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern IN_FILE =
      Pattern.compile("(?i)seal\\b.{1,30}?(?<![0-9a-z])([0-9a-f]{64})(?![0-9a-z])");
  private static final Pattern IN_LAST_COLUMN = Pattern.compile("(?m)[, ]([0-9a-f]{64})\\r?$");

  private ExpectedSeals() {}

  /**
   * Reads seals and files.
   *
   * @throws InvalidSettingException when one is neither a seal nor a file with seals
   */
  static Set<String> read(List<String> sealsAndFiles) {
    Set<String> seals = new LinkedHashSet<>();
    for (String each : sealsAndFiles) {
      String lower = each.toLowerCase(Locale.ROOT);
      if (SEAL.matcher(lower).matches()) {
        seals.add(lower);
      } else {
        seals.addAll(inFile(each));
      }
    }
    return seals;
  }

  private static Set<String> inFile(String name) {
    Set<String> seals = new LinkedHashSet<>();
    String text;
    try {
      text = Files.readString(Path.of(name), StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException unreadable) {
      throw new InvalidSettingException(
          "--expect '%s' is neither a seal (64 hexadecimal digits) nor a text file that can be read. Of a pack, take its manifest.json."
              .formatted(VisibleText.of(name)));
    }
    IN_FILE.matcher(text).results().forEach(match -> seals.add(match.group(1)));
    if (text.lines().findFirst().orElse("").endsWith("seal")) { // report runs, as CSV or as a table
      IN_LAST_COLUMN.matcher(text).results().forEach(match -> seals.add(match.group(1)));
    }
    if (seals.isEmpty()) {
      throw new InvalidSettingException(
          "there is no seal in the file '%s'. A seal stands in the summary, the log and the page of a run."
              .formatted(VisibleText.of(name)));
    }
    return seals;
  }
}
