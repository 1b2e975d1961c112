package dev.sessioncleanup.section;

import dev.sessioncleanup.chart.BarChart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a page with a heading: sentences, charts and tables. */
public final class Section {
  private final String id;
  private final String heading;
  private final List<String> paragraphs = new ArrayList<>();
  private final List<Panel> panels = new ArrayList<>();

  /** A table, and a chart of the same figures beside it. */
  public record Panel(@Nullable BarChart chart, PageTable table) {}

  Section(String id, String heading) {
    this.id = id;
    this.heading = heading;
  }

  Section say(String sentence) {
    paragraphs.add(sentence);
    return this;
  }

  /** Leaves an empty table out. */
  Section table(PageTable table) {
    return chart(null, table);
  }

  /** Leaves an empty table out, with its chart. */
  Section chart(@Nullable BarChart chart, PageTable table) {
    if (!table.isEmpty()) {
      panels.add(new Panel(chart, table));
    }
    return this;
  }

  public String id() {
    return id;
  }

  public String heading() {
    return heading;
  }

  public List<String> paragraphs() {
    return paragraphs;
  }

  public List<Panel> panels() {
    return panels;
  }
}
