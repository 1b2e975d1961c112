package dev.sessioncleanup.operator;

import dev.sessioncleanup.text.Wrap;
import java.util.ArrayList;
import java.util.List;

/** A title and values with labels, in 80 columns. */
final class Page {
  private static final int LABEL = 11;

  private final List<String> lines = new ArrayList<>();

  Page(String title) {
    lines.addAll(Wrap.lines("", "  ", title));
  }

  /** Adds a value; nothing when it is empty. */
  Page add(String label, String value) {
    if (!value.isEmpty()) {
      String indent = " ".repeat(LABEL + 2);
      String first = "  " + label + " ".repeat(LABEL - label.length());
      lines.addAll(Wrap.lines(first, indent, value));
    }
    return this;
  }

  List<String> lines() {
    return lines;
  }
}
