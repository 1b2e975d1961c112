package dev.sessioncleanup.command;

import dev.sessioncleanup.pave.SessionKey;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The session keys that a command is given. */
public final class SessionKeys {
  private static final String STANDARD_INPUT = "-";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private SessionKeys() {}

  /**
   * The keys in their order, each once. {@code -} stands for the keys in standard input, one a
   * line; empty lines are skipped.
   *
   * @throws InvalidSettingException when a text cannot be a key, or standard input holds no key
   */
  public static List<String> read(List<String> given, InputStream standardInput)
      throws IOException {
    Set<String> keys = new LinkedHashSet<>();
    boolean readInput = false;
    for (String text : given) {
      if (!text.equals(STANDARD_INPUT)) {
        keys.add(checked(text, ""));
      } else if (!readInput) {
        readInput = true;
        keys.addAll(lines(standardInput));
      }
    }
    return new ArrayList<>(keys);
  }

  private static List<String> lines(InputStream standardInput) throws IOException {
    List<String> keys = new ArrayList<>();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(standardInput, StandardCharsets.UTF_8.newDecoder()));
    try {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String key = (number == 1 ? line.replaceFirst(BYTE_ORDER_MARK, "") : line).strip();
        if (!key.isEmpty()) {
          keys.add(checked(key, "Line %d of standard input: ".formatted(number)));
        }
        number++;
      }
    } catch (CharacterCodingException notText) {
      throw new InvalidSettingException(
          "standard input is not UTF-8. Give one session key a line, as UTF-8 text.");
    }
    if (keys.isEmpty()) {
      throw new InvalidSettingException(
          "standard input holds no session key. Give one key a line.");
    }
    return keys;
  }

  private static String checked(String key, String place) {
    String problem = SessionKey.problem(key);
    if (problem != null) {
      throw new InvalidSettingException(
          "%s'%s' cannot be the key of a session: %s. Nothing was changed."
              .formatted(place, VisibleText.of(shortened(key)), problem));
    }
    return key;
  }

  private static String shortened(String key) {
    return key.length() <= 40 ? key : key.substring(0, 40) + "…";
  }
}
