package dev.sessioncleanup.chart;

import java.awt.Color;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A colour of a chart, by its meaning. The page gives it its value as the CSS variable {@link
 * #variable()}, so that it fits a light, a dark and a printed page.
 */
public enum Tone {
  /** Labels of the axes. */
  LABEL(1),
  /** Lines behind the bars. */
  GRID(2),
  REMOVED(3),
  STARTED(4),
  MISSING(5),
  NOT_IDLE(6),
  HELD(7),
  FAILED(8),
  /** Bars of the only series. */
  BAR(9),
  /** A limit. */
  CEILING(10);

  private final int blue;

  Tone(int blue) {
    this.blue = blue;
  }

  /** Stands for the variable until the drawing is finished; no chart has such a colour itself. */
  Color placeholder() {
    return new Color(1, 2, blue);
  }

  /** Like {@code --chart-not-idle}. */
  public String variable() {
    return "--chart-" + cssName();
  }

  /** Like {@code not-idle}. */
  public String cssName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String withVariable(String color) {
    return Stream.of(values())
        .filter(tone -> color.equals("rgb(1,2," + tone.blue + ")"))
        .map(tone -> "var(" + tone.variable() + ")")
        .findAny()
        .orElse(color);
  }
}
