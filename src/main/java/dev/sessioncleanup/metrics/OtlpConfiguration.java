package dev.sessioncleanup.metrics;

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
  static Attempts otlpAttempts(OtlpConfig config) {
    return new Attempts("the OTLP receiver at " + config.url(), MetricsImports.OTLP + ".url");
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
