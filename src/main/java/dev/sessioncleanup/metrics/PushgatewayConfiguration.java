package dev.sessioncleanup.metrics;

import dev.sessioncleanup.settings.CleanupProperties;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Delivery to a Pushgateway by Boot's settings. Boot's own client needs the artifact
 * prometheus-metrics-exporter-pushgateway, which is not published in the version that Boot manages.
 */
@Configuration(proxyBeanMethods = false)
class PushgatewayConfiguration {

  @Bean
  RunMetrics.Delivery pushgatewayDelivery(
      PrometheusRegistry registry, PrometheusProperties properties, CleanupProperties cleanup) {
    PrometheusProperties.Pushgateway settings = properties.getPushgateway();
    Duration longest = cleanup.metricsTimeout();
    var gateway = new Pushgateway(settings, longest);
    Attempts attempts =
        new Attempts(
            "the Pushgateway at " + gateway.address(),
            Pushgateway.PROPERTIES + ".address",
            longest);
    return new PushgatewayDelivery(registry, gateway, attempts, settings.getPushRate());
  }
}
