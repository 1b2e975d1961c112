package dev.sessioncleanup.format;

import dev.sessioncleanup.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table are shown, and how wide. A table that is too wide has its widest texts
 * cut; numbers and times are never cut. When that is not enough, columns are left out: those
 * without any value, then the last ones.
 *
 * @param omitted the columns that are left out
 */
record TableLayout(List<Cell> cells, List<String> omitted) {
  private static final String GAP = "  ";
  private static final String CUT = "…";

  /** A session key of the usual form is never cut. */
  private static final int NARROWEST_TEXT = 16;

  /**
   * A column that is shown.
   *
   * @param cut whether a wider value is cut
   */
  private record Cell(int column, int width, boolean right, boolean cut) {}

  static TableLayout of(
      List<ReportColumn> columns, List<List<@Nullable Object>> rows, int terminal) {
    int[] widths = new int[columns.size()];
    boolean[] texts = new boolean[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(columns.get(i).name());
      for (List<@Nullable Object> row : rows) {
        widths[i] = Math.max(widths[i], width(VisibleText.of(row.get(i))));
        texts[i] |= row.get(i) instanceof String;
      }
    }
    int[] narrowest =
        IntStream.range(0, widths.length)
            .map(i -> texts[i] ? Math.min(widths[i], NARROWEST_TEXT) : widths[i])
            .toArray();
    List<Integer> shown = new ArrayList<>(IntStream.range(0, widths.length).boxed().toList());
    while (shown.size() > 1 && total(narrowest, shown) > terminal) {
      shown.remove(leastNeeded(shown, rows));
    }
    shrink(widths, narrowest, shown, terminal);
    boolean fitted = terminal != Integer.MAX_VALUE;
    return new TableLayout(
        shown.stream()
            .map(i -> new Cell(i, widths[i], columns.get(i).number(), fitted && texts[i]))
            .toList(),
        IntStream.range(0, widths.length)
            .filter(i -> !shown.contains(i))
            .mapToObj(i -> columns.get(i).name())
            .toList());
  }

  /** The last column without any value; where all have one, the last column. */
  private static Integer leastNeeded(List<Integer> shown, List<List<@Nullable Object>> rows) {
    return shown.reversed().stream()
        .filter(i -> rows.stream().allMatch(row -> row.get(i) == null))
        .findFirst()
        .orElse(shown.getLast());
  }

  private static long total(int[] widths, List<Integer> shown) {
    return shown.stream().mapToLong(i -> widths[i]).sum()
        + (long) GAP.length() * (shown.size() - 1);
  }

  /** Takes from the widest texts, one column of the terminal at a time. */
  private static void shrink(int[] widths, int[] narrowest, List<Integer> shown, int terminal) {
    while (total(widths, shown) > terminal) {
      int widest = -1;
      for (int i : shown) {
        if (widths[i] > narrowest[i] && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  /** The texts of all columns as a line, without those that are left out. */
  String line(List<String> texts) {
    StringBuilder line = new StringBuilder();
    String gap = "";
    for (Cell cell : cells) {
      String text = texts.get(cell.column());
      String fitting = cell.cut() ? fitting(text, cell.width()) : text;
      String padding = " ".repeat(Math.max(0, cell.width() - width(fitting)));
      line.append(gap).append(cell.right() ? padding + fitting : fitting + padding);
      gap = GAP;
    }
    return line.toString().stripTrailing();
  }

  String rule() {
    return cells.stream().map(cell -> "-".repeat(cell.width())).collect(Collectors.joining(GAP));
  }

  private static String fitting(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder start = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      used += columns(c);
      if (used > width - 1) {
        break;
      }
      start.appendCodePoint(c);
    }
    return start + CUT;
  }

  private static int width(String text) {
    return text.codePoints().map(TableLayout::columns).sum();
  }

  /** Some characters take two columns of a terminal, others none. */
  private static int columns(int c) {
    return Math.max(0, WCWidth.wcwidth(c));
  }
}
