package dev.sessioncleanup.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
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
      PrometheusRegistry registry, PrometheusProperties properties) {
    PrometheusProperties.Pushgateway settings = properties.getPushgateway();
    return new PushgatewayDelivery(registry, new Pushgateway(settings), settings.getPushRate());
  }
}
