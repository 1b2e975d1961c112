package dev.sessioncleanup.importing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many lines were rejected, and the first of them with the reasons. */
final class Rejections {
  private static final int MOST_KEPT = 20;

  private final TreeMap<Long, String> first = new TreeMap<>();
  private long count;

  void add(long line, String reason) {
    count++;
    first.put(line, reason);
    if (first.size() > MOST_KEPT) {
      first.pollLastEntry();
    }
  }

  long count() {
    return count;
  }

  /** By line number. */
  SortedMap<Long, String> first() {
    return Collections.unmodifiableSortedMap(first);
  }
}
