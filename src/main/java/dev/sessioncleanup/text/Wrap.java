package dev.sessioncleanup.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks long sentences into lines. */
public final class Wrap {
  /** The width of a line, in characters. */
  public static final int WIDTH = 80;

  private Wrap() {}

  /**
   * The text in lines of at most {@link #WIDTH} characters, broken at spaces; a longer word has a
   * line of its own.
   *
   * @param first what the first line begins with
   * @param next what the others begin with
   */
  public static List<String> lines(String first, String next, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.strip().split("\\s+", -1)) {
      if (!empty && width(line) + 1 + width(word) > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(next);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  private static int width(CharSequence text) {
    return (int) text.codePoints().count();
  }
}
