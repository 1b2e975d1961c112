package dev.sessioncleanup.settings;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Refuses durations without a unit in our own settings. Spring takes a bare number for
 * milliseconds, so a minimum age of 24 would protect nothing. A converter cannot refuse it, because
 * Spring tries its own next.
 */
public final class UnitsRequired implements ConfigurationPropertiesBindHandlerAdvisor {
  private static final List<ConfigurationPropertyName> OURS =
      List.of(ConfigurationPropertyName.of("cleanup"), ConfigurationPropertyName.of("pave"));

  @Override
  public BindHandler apply(BindHandler handler) {
    return new AbstractBindHandler(handler) {
      @Override
      public @Nullable Object onSuccess(
          ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        if (result instanceof Duration && OURS.stream().anyMatch(our -> our.isAncestorOf(name))) {
          requireUnit(context);
        }
        return super.onSuccess(name, target, context, result);
      }
    };
  }

  private static void requireUnit(BindContext context) {
    var property = context.getConfigurationProperty();
    if (property != null) {
      Durations.requireUnit(String.valueOf(property.getValue()));
    }
  }
}
