package dev.sessioncleanup.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart of stacked bars.
 *
 * @param title names what it shows; begins the text that stands for it
 * @param description what it shows, for those who do not see it
 * @param bars from left to right
 * @param ceiling a line across the bars, null for none
 * @param step the time of one bar, null where the bars are named
 */
public record BarChart(
    String title,
    String description,
    List<Series> series,
    List<Bar> bars,
    @Nullable Ceiling ceiling,
    @Nullable Duration step) {
  public BarChart {
    series = List.copyOf(series);
    bars = List.copyOf(bars);
    for (Bar bar : bars) {
      if (bar.values().size() != series.size() || (step != null && bar.start() == null)) {
        throw new IllegalArgumentException("bar " + bar.name() + " does not fit the chart");
      }
    }
  }

  /** The parts of each bar that mean the same. */
  public record Series(String name, Tone tone) {}

  /**
   * One bar.
   *
   * @param start when it begins, in a chart over time
   * @param values one for each series
   */
  public record Bar(String name, @Nullable Instant start, List<Double> values) {
    public Bar {
      values = List.copyOf(values);
    }
  }

  /** A limit that the bars are compared with. */
  public record Ceiling(String name, double value) {}

  /** Over time. */
  public static BarChart overTime(
      String title, String description, List<Series> series, List<Bar> bars, Duration step) {
    return new BarChart(title, description, series, bars, null, step);
  }

  /** With named bars of one series. */
  public static BarChart named(String title, String description, Series series, List<Bar> bars) {
    return new BarChart(title, description, List.of(series), bars, null, null);
  }

  public BarChart under(@Nullable Ceiling line) {
    return new BarChart(title, description, series, bars, line, step);
  }
}
