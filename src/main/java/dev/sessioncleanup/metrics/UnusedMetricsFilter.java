package dev.sessioncleanup.metrics;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Keeps away what Boot would set up for metrics by itself because the classes are there. Without an
 * export the start costs nothing more. Named in META-INF/spring.factories.
 */
final class UnusedMetricsFilter implements AutoConfigurationImportFilter, EnvironmentAware {
  private Environment environment = new StandardEnvironment();

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
    boolean otlp = MetricsImports.otlp(environment);
    boolean pushgateway = MetricsImports.pushgateway(environment);
    boolean[] matches = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      matches[i] =
          name == null
              || !isOfMetrics(name)
              || (otlp && name.endsWith(".OtlpMetricsExportAutoConfiguration"))
              || (pushgateway && name.endsWith(".PrometheusMetricsExportAutoConfiguration"))
              || ((otlp || pushgateway) && isOfRegistries(name));
    }
    return matches;
  }

  private static boolean isOfMetrics(String name) {
    return name.startsWith("org.springframework.boot.micrometer.")
        || name.startsWith("org.springframework.boot.opentelemetry.");
  }

  private static boolean isOfRegistries(String name) {
    return name.endsWith(".MetricsAutoConfiguration");
  }
}
