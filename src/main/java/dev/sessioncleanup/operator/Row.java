package dev.sessioncleanup.operator;

import dev.sessioncleanup.format.ReportTable;
import dev.sessioncleanup.text.VisibleText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of a report, by the names of its columns. */
record Row(Map<String, @Nullable Object> values) {

  static List<Row> all(ReportTable table) {
    return table.rows().stream()
        .map(
            row -> {
              Map<String, @Nullable Object> values = new HashMap<>();
              for (int i = 0; i < row.size(); i++) {
                values.put(table.columns().get(i).name(), row.get(i));
              }
              return new Row(values);
            })
        .toList();
  }

  boolean has(String column) {
    return values.get(column) != null;
  }

  /** Safe to print; empty when null. */
  String text(String column) {
    return VisibleText.of(values.get(column));
  }

  boolean is(String column) {
    return Boolean.TRUE.equals(values.get(column));
  }

  /** 0 when null. */
  long count(String column) {
    return values.get(column) instanceof Number number ? number.longValue() : 0;
  }

  /** 0 when null. */
  double number(String column) {
    return values.get(column) instanceof Number number ? number.doubleValue() : 0;
  }

  /** Like "11-24 02:30:10"; empty when null. */
  String time(String column) {
    String text = text(column);
    return text.length() < 19 ? text : text.substring(5, 19).replace('T', ' ');
  }
}
