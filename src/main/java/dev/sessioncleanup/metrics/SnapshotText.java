package dev.sessioncleanup.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The series of one account as Prometheus's text format. */
final class SnapshotText {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private SnapshotText() {}

  static byte[] of(MetricSnapshots all, AccountFigures.Group group) throws IOException {
    List<MetricSnapshot> own =
        all.stream()
            .flatMap(each -> only(each, group))
            .filter(each -> !each.getDataPoints().isEmpty())
            .toList();
    var text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, new MetricSnapshots(own));
    return text.toByteArray();
  }

  /** Micrometer makes these three of its counters, gauges and timers. */
  private static Stream<MetricSnapshot> only(MetricSnapshot all, AccountFigures.Group group) {
    return switch (all) {
      case CounterSnapshot counter ->
          Stream.of(
              new CounterSnapshot(counter.getMetadata(), only(counter.getDataPoints(), group)));
      case GaugeSnapshot gauge ->
          Stream.of(new GaugeSnapshot(gauge.getMetadata(), only(gauge.getDataPoints(), group)));
      case SummarySnapshot summary ->
          Stream.of(
              new SummarySnapshot(summary.getMetadata(), only(summary.getDataPoints(), group)));
      default -> Stream.empty();
    };
  }

  private static <T extends DataPointSnapshot> List<T> only(
      List<T> points, AccountFigures.Group group) {
    return points.stream()
        .filter(point -> group.account().equals(point.getLabels().get(MetricNames.ACCOUNT)))
        .filter(point -> group.kind().equals(point.getLabels().get(MetricNames.KIND)))
        .toList();
  }
}
