package dev.sessioncleanup.hold;

import dev.sessioncleanup.format.ReportColumn;
import dev.sessioncleanup.format.ReportTable;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report holds, for a terminal of 80 columns; the reasons are wrapped, nothing is cut off. */
final class HoldList {
  private static final int WIDTH = 80;
  private static final int WIDEST_KEY = 24;
  private static final int WIDEST_NAME = 12;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private final List<String> columns;
  private final List<List<@Nullable Object>> rows;
  private final int keyWidth;

  private HoldList(ReportTable report) {
    columns = report.columns().stream().map(ReportColumn::name).toList();
    rows = report.rows();
    keyWidth =
        rows.stream()
            .mapToInt(row -> width(VisibleText.of(value(row, "session_key"))))
            .filter(width -> width <= WIDEST_KEY)
            .max()
            .orElse("SESSION".length());
  }

  static List<String> lines(ReportTable report) {
    return new HoldList(report).lines();
  }

  private List<String> lines() {
    if (rows.isEmpty()) {
      return List.of("No session is on hold.");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        padded("SESSION", keyWidth) + "  UNTIL               HELD BY       SINCE       REASON");
    rows.forEach(row -> add(row, lines));
    long expired = rows.stream().filter(this::expired).count();
    lines.add(
        "%s: %d in force, %d expired. Times are UTC."
            .formatted(Quantity.of(rows.size(), "hold"), rows.size() - expired, expired));
    return lines;
  }

  private void add(List<@Nullable Object> row, List<String> lines) {
    String key = VisibleText.of(value(row, "session_key"));
    if (width(key) > keyWidth) {
      lines.add(key); // on a line of its own, so that it can be copied
      key = "";
    }
    String first =
        "%s  %s  %s  %s  "
            .formatted(
                padded(key, keyWidth),
                padded(end(row), 18),
                padded(VisibleText.of(value(row, "held_by")), WIDEST_NAME),
                padded(
                    value(row, "held_at") instanceof Instant since ? DAY.format(since) : "", 10));
    String next = " ".repeat(width(first));
    int room = Math.max(10, WIDTH - width(first));
    List<String> texts = new ArrayList<>();
    texts.addAll(Wrapped.lines(VisibleText.of(value(row, "reason")), room));
    String state = state(row);
    if (!state.isEmpty()) {
      texts.addAll(Wrapped.lines(state, room));
    }
    for (int i = 0; i < texts.size(); i++) {
      lines.add(((i == 0 ? first : next) + texts.get(i)).stripTrailing());
    }
  }

  private String end(List<@Nullable Object> row) {
    if (!(value(row, "expires_at") instanceof Instant end)) {
      return "-";
    }
    return expired(row) ? "expired " + DAY.format(end) : MINUTE.format(end);
  }

  private String state(List<@Nullable Object> row) {
    if (value(row, "claimed_by_run") != null) {
      return "(claimed by run %s, attempts: %s)"
          .formatted(value(row, "claimed_by_run"), value(row, "attempts"));
    }
    if (value(row, "tracked_status") == null) {
      return "(not tracked)";
    }
    return value(row, "settled_at") == null ? "" : "(settled already)";
  }

  private boolean expired(List<@Nullable Object> row) {
    return Boolean.TRUE.equals(value(row, "expired"));
  }

  private @Nullable Object value(List<@Nullable Object> row, String column) {
    return row.get(columns.indexOf(column));
  }

  private static String padded(String text, int width) {
    int actual = width(text);
    if (actual <= width) {
      return text + " ".repeat(width - actual);
    }
    return text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
