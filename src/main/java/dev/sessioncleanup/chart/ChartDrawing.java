package dev.sessioncleanup.chart;

import dev.sessioncleanup.chart.BarChart.Bar;
import java.awt.BasicStroke;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.StackedXYBarRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.time.SimpleTimePeriod;
import org.jfree.data.time.TimeTableXYDataset;

/**
 * Draws a {@link BarChart} with JFreeChart. The legend, the title and the text for those who do not
 * see it belong to the page.
 */
public final class ChartDrawing {
  private static final int LABEL_SIZE = 11;
  private static final BasicStroke THIN = new BasicStroke(1f);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {5, 4}, 0);

  private ChartDrawing() {}

  /**
   * The chart as an {@code svg} element without a size of its own.
   *
   * @param id unique in the page; begins the ids of what the element refers to
   * @param size in CSS pixels at its natural size
   */
  public static String svg(BarChart chart, String id, Dimension size) {
    JFreeChart drawn = new JFreeChart(null, null, plot(chart), false);
    drawn.setBackgroundPaint(null);
    drawn.setPadding(new RectangleInsets(8, 0, 0, 8));
    SvgCanvas canvas = new SvgCanvas(id, size);
    drawn.draw(canvas.graphics(), new Rectangle2D.Double(0, 0, size.width, size.height));
    return canvas.markup(chart.title(), chart.description());
  }

  private static Plot plot(BarChart chart) {
    return chart.step() == null ? named(chart) : overTime(chart);
  }

  private static Plot named(BarChart chart) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (Bar bar : chart.bars()) {
      for (int i = 0; i < chart.series().size(); i++) {
        data.addValue(bar.values().get(i), chart.series().get(i).name(), bar.name());
      }
    }
    StackedBarRenderer renderer = new StackedBarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMaximumBarWidth(0.12);
    renderer.setItemMargin(0);
    for (int i = 0; i < chart.series().size(); i++) {
      renderer.setSeriesPaint(i, chart.series().get(i).tone().placeholder());
    }
    CategoryAxis names = quiet(new CategoryAxis());
    names.setCategoryMargin(0.25);
    names.setMaximumCategoryLabelWidthRatio(1.6f);
    names.setLowerMargin(0.02);
    CategoryPlot plot = new CategoryPlot(data, names, quiet(values()), renderer);
    plot.setRangeGridlinePaint(Tone.GRID.placeholder());
    plot.setRangeGridlineStroke(THIN);
    return quiet(plot);
  }

  private static Plot overTime(BarChart chart) {
    long step = Objects.requireNonNull(chart.step()).toMillis();
    TimeTableXYDataset data = new TimeTableXYDataset(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    for (Bar bar : chart.bars()) {
      long start = Objects.requireNonNull(bar.start()).toEpochMilli();
      for (int i = 0; i < chart.series().size(); i++) {
        data.add(
            new SimpleTimePeriod(start, start + step),
            bar.values().get(i),
            chart.series().get(i).name(),
            false);
      }
    }
    StackedXYBarRenderer renderer = new StackedXYBarRenderer(0.2);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    for (int i = 0; i < chart.series().size(); i++) {
      renderer.setSeriesPaint(i, chart.series().get(i).tone().placeholder());
    }
    DateAxis time = new DateAxis(null, TimeZone.getTimeZone("UTC"), Locale.ROOT);
    XYPlot plot = new XYPlot(data, quiet(time), quiet(values()), renderer);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(Tone.GRID.placeholder());
    plot.setRangeGridlineStroke(THIN);
    markCeiling(chart, plot);
    return quiet(plot);
  }

  private static void markCeiling(BarChart chart, XYPlot plot) {
    BarChart.Ceiling ceiling = chart.ceiling();
    if (ceiling != null) {
      plot.addRangeMarker(new ValueMarker(ceiling.value(), Tone.CEILING.placeholder(), DASHED));
      ValueAxis values = plot.getRangeAxis();
      values.setUpperBound(Math.max(values.getUpperBound(), ceiling.value() * 1.1));
    }
  }

  private static NumberAxis values() {
    NumberAxis axis = new NumberAxis();
    axis.setNumberFormatOverride(
        new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
    axis.setAutoRangeMinimumSize(1);
    axis.setTickMarksVisible(false);
    return axis;
  }

  private static <A extends Axis> A quiet(A axis) {
    axis.setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE));
    axis.setTickLabelPaint(Tone.LABEL.placeholder());
    axis.setTickMarkPaint(Tone.GRID.placeholder());
    axis.setAxisLineVisible(false);
    return axis;
  }

  private static Plot quiet(Plot plot) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    return plot;
  }
}
