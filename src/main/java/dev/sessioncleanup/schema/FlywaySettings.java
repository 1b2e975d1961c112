package dev.sessioncleanup.schema;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Flyway as Spring Boot sets it up. It has a context of its own, because in the program's context
 * every bean that uses the database would wait for it.
 */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(FlywayAutoConfiguration.class)
public class FlywaySettings {

  /** The settings, with the database of the program's context. */
  public static Configuration of(ConfigurableApplicationContext program) {
    try (var flyway = new AnnotationConfigApplicationContext()) {
      flyway.setParent(program);
      // Its own would put the environment's variables before the options of the command line.
      flyway.setEnvironment(program.getEnvironment());
      flyway.register(FlywaySettings.class);
      flyway.refresh();
      return flyway.getBean(Flyway.class).getConfiguration();
    }
  }

  /** Commands decide when to migrate. */
  @Bean
  FlywayMigrationStrategy migrateOnDemand() {
    return flyway -> {};
  }
}
