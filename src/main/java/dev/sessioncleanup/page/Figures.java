package dev.sessioncleanup.page;

import dev.sessioncleanup.chart.BarChart;
import dev.sessioncleanup.page.PageTemplate.Markup;
import java.awt.Dimension;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The charts of a page, each in two sizes: labels would be too small on a phone otherwise. */
final class Figures {
  private static final Logger log = LoggerFactory.getLogger(Figures.class);
  private static final Dimension WIDE = new Dimension(680, 250);
  private static final Dimension NARROW = new Dimension(330, 220);

  private final Drawing drawing;
  private boolean drawable = true;

  /** Draws a chart as an svg element whose ids begin with {@code id}. */
  @FunctionalInterface
  interface Drawing {
    String svg(BarChart chart, String id, Dimension size);
  }

  /** A chart as HTML. */
  record Figure(BarChart chart, Markup wide, Markup narrow) {}

  Figures(Drawing drawing) {
    this.drawing = drawing;
  }

  /** Null where this Java cannot draw: without fonts it cannot measure a label. */
  @Nullable Figure of(@Nullable BarChart chart, String id) {
    if (chart == null || !drawable) {
      return null;
    }
    try {
      return new Figure(
          chart,
          new Markup(drawing.svg(chart, id + "-wide", WIDE)),
          new Markup(drawing.svg(chart, id + "-narrow", NARROW)));
    } catch (LinkageError | InternalError | RuntimeException noFonts) {
      drawable = false;
      log.debug("Charts cannot be drawn.", noFonts);
      return null;
    }
  }

  boolean drawable() {
    return drawable;
  }
}
