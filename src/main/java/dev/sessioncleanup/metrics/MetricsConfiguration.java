package dev.sessioncleanup.metrics;

import dev.sessioncleanup.settings.CleanupProperties;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Boot's registries, and the monitor that fills them. {@link UnusedMetricsFilter} keeps away the
 * export that is not configured.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  MetricsAutoConfiguration.class,
  OtlpMetricsExportAutoConfiguration.class,
  PrometheusMetricsExportAutoConfiguration.class
})
class MetricsConfiguration {

  /** Boot's own composite depends on the order in which registries are defined. */
  @Bean
  @Primary
  CompositeMeterRegistry meters(
      Clock clock,
      ObjectProvider<OtlpMeterRegistry> otlp,
      ObjectProvider<PrometheusMeterRegistry> prometheus) {
    List<MeterRegistry> registries =
        Stream.<MeterRegistry>concat(otlp.stream(), prometheus.stream()).toList();
    return new CompositeMeterRegistry(clock, registries);
  }

  @Bean
  RunMonitor runMonitor(
      MeterRegistry registry,
      ObjectProvider<RunMetrics.Delivery> deliveries,
      JdbcClient jdbc,
      CleanupProperties settings) {
    return new RunMetrics(
        registry, deliveries.stream().toList(), new AuditFigures(jdbc), settings.metricsTimeout());
  }
}
