package dev.sessioncleanup.metrics;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Imports the metrics where an export is configured. Where none is, no class of Micrometer's
 * registries is loaded and no bean is defined.
 */
public final class MetricsImports implements ImportSelector {
  static final String OTLP = "management.otlp.metrics.export";
  private final Environment environment;

  MetricsImports(Environment environment) {
    this.environment = environment;
  }

  @Override
  public String[] selectImports(AnnotationMetadata importing) {
    List<String> imports = new ArrayList<>();
    if (otlp(environment)) {
      imports.add("dev.sessioncleanup.metrics.OtlpConfiguration");
    }
    if (pushgateway(environment)) {
      imports.add("dev.sessioncleanup.metrics.PushgatewayConfiguration");
    }
    if (!imports.isEmpty()) {
      imports.add("dev.sessioncleanup.metrics.MetricsConfiguration");
    }
    return imports.toArray(String[]::new);
  }

  /** Whether a URL is set, unless it is switched off, or the export is switched on. */
  static boolean otlp(Environment environment) {
    boolean url = !environment.getProperty(OTLP + ".url", "").isBlank();
    return environment.getProperty(OTLP + ".enabled", Boolean.class, url);
  }

  static boolean pushgateway(Environment environment) {
    return environment.getProperty(Pushgateway.PROPERTIES + ".enabled", Boolean.class, false);
  }
}
