package dev.sessioncleanup.importing;

import dev.sessioncleanup.text.VisibleText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Differences for people: counts, and the first sessions of each kind. */
final class DifferenceText implements DifferenceWriter {
  private final PrintWriter out;
  private final int most;
  private final List<DifferentSession> first = new ArrayList<>();
  private long count;

  /**
   * @param most how many sessions of each kind are named
   */
  DifferenceText(PrintWriter out, int most) {
    this.out = out;
    this.most = most;
  }

  @Override
  public void begin(Difference difference) {
    first.clear();
    count = 0;
  }

  @Override
  public void session(DifferentSession session) {
    count++;
    if (first.size() < most) {
      first.add(session);
    }
  }

  @Override
  public void end(Difference difference) {
    out.println("  %-38s %d".formatted(difference.title(), count));
    for (DifferentSession session : first) {
      out.println("    " + line(difference, session));
    }
    if (count > first.size() && !first.isEmpty()) {
      out.println("    and %d more".formatted(count - first.size()));
    }
  }

  private static String line(Difference difference, DifferentSession session) {
    return Stream.of(
            session.key(),
            session.tracked() == null ? "" : "tracked as " + session.tracked(),
            session.inFile() == null ? "" : "in the file " + session.inFile(),
            session.time() == null ? "" : difference.time() + " " + VisibleText.of(session.time()))
        .filter(part -> !part.isEmpty())
        .map(VisibleText::of)
        .collect(Collectors.joining("  "));
  }
}
