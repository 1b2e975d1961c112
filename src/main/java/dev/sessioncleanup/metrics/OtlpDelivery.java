package dev.sessioncleanup.metrics;

import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.util.Collection;

/** Sends by OTLP: Micrometer's registry does it at every step, and once more when it is closed. */
final class OtlpDelivery implements RunMetrics.Delivery {
  private final OtlpMeterRegistry registry;
  private final Attempts attempts;

  OtlpDelivery(OtlpMeterRegistry registry, Attempts attempts) {
    this.registry = registry;
    this.attempts = attempts;
  }

  /** A sender whose attempts are bounded, so that the registry neither waits nor complains. */
  static OtlpMetricsSender bounded(OtlpMetricsSender sender, Attempts attempts) {
    return request ->
        attempts.send(
            () -> {
              sender.send(request);
              return true;
            });
  }

  @Override
  public void start(Collection<AccountFigures.Group> groups) {}

  @Override
  public void finish() {
    registry.close();
  }

  @Override
  public void abandon() {
    attempts.abandon();
  }
}
