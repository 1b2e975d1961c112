package dev.sessioncleanup.settings;

import java.util.List;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Refuses an unknown format of structured logs when all settings are read, and before Spring Boot
 * sets up the logging: it would print a stack trace.
 */
public final class LogFormatCheck
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
  private static final String PROPERTY = "logging.structured.format.console";
  private static final List<String> FORMATS = List.of("ecs", "logstash", "gelf");

  /** After the one that reads the settings (10), before the one for the logging (20). */
  private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 15;

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    String format = event.getEnvironment().getProperty(PROPERTY);
    if (format != null && !FORMATS.contains(format)) {
      throw new InvalidSettingException(
          PROPERTY + " must be ecs, logstash or gelf, or be left out.");
    }
  }

  @Override
  public int getOrder() {
    return ORDER;
  }
}
