package dev.sessioncleanup.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts as bars, one line each. */
final class Histogram {
  private static final int LONGEST_BAR = 40;
  private static final int MOST_MONTHS = 24;

  private Histogram() {}

  /**
   * One line for each month, or for each year where there are many months.
   *
   * @param months counts by month, like 2026-10
   */
  static List<String> lines(Map<String, Long> months) {
    Map<String, Long> bars = months.size() <= MOST_MONTHS ? months : years(months);
    long most = bars.values().stream().mapToLong(Long::longValue).max().orElse(1);
    int digits = String.valueOf(most).length();
    return bars.entrySet().stream()
        .map(bar -> line(bar.getKey(), bar.getValue(), digits, most))
        .toList();
  }

  private static Map<String, Long> years(Map<String, Long> months) {
    return months.entrySet().stream()
        .collect(
            Collectors.toMap(
                month -> month.getKey().substring(0, month.getKey().indexOf('-')),
                Map.Entry::getValue,
                Long::sum,
                TreeMap::new));
  }

  private static String line(String period, long count, int digits, long most) {
    String number = String.valueOf(count);
    int length = (int) Math.max(1, LONGEST_BAR * count / most);
    return "  %s  %s%s %s"
        .formatted(period, " ".repeat(digits - number.length()), number, "#".repeat(length));
  }
}
