package dev.sessioncleanup.metrics;

import dev.sessioncleanup.settings.CleanupProperties;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Delivery by OTLP: Boot's registry and sender, whose attempts are bounded. */
@Configuration(proxyBeanMethods = false)
class OtlpConfiguration {

  @Bean
  static Attempts otlpAttempts(OtlpConfig config, CleanupProperties settings) {
    return new Attempts(
        "the OTLP receiver at " + config.url(),
        MetricsImports.OTLP + ".url",
        settings.metricsTimeout());
  }

  @Bean
  static BeanPostProcessor boundedOtlpSender(ObjectProvider<Attempts> attempts) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof OtlpMetricsSender sender
            ? OtlpDelivery.bounded(sender, attempts.getObject())
            : bean;
      }
    };
  }

  @Bean
  RunMetrics.Delivery otlpDelivery(OtlpMeterRegistry registry, Attempts otlpAttempts) {
    return new OtlpDelivery(registry, otlpAttempts);
  }
}
