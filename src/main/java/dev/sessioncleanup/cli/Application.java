package dev.sessioncleanup.cli;

import dev.sessioncleanup.audit.Schema;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The started application, as commands use it. */
final class Application implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private Application(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts with the settings of the command line, the environment and application.yml.
   *
   * @throws InvalidSettingException when there is no database to work with
   */
  static Application start(List<String> settings) {
    var context =
        new SpringApplicationBuilder(CleanupConfiguration.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .run(settings.toArray(String[]::new));
    Application application = new Application(context);
    try {
      application.requireDatabase();
    } catch (RuntimeException refused) {
      application.close();
      throw refused;
    }
    return application;
  }

  private void requireDatabase() {
    String url = context.getEnvironment().getProperty("spring.datasource.url", "");
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new InvalidSettingException(
          (url.isBlank()
                  ? "spring.datasource.url is not set"
                  : "spring.datasource.url is not PostgreSQL's")
              + ". Set it to the tracking database, like jdbc:postgresql://host:5432/tracking, with .username and"
              + " .password.");
    }
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  /** The schema, with Flyway as it was set up; also where it is not to migrate by itself. */
  Schema schema() {
    Flyway flyway = context.getBeanProvider(Flyway.class).getIfAvailable();
    return flyway == null ? Schema.of(get(DataSource.class)) : new Schema(flyway);
  }

  /** Whether commands that work bring the schema up to date by themselves. */
  boolean migratesItself() {
    return context.getBeanProvider(Flyway.class).getIfAvailable() != null;
  }

  @Override
  public void close() {
    context.close();
  }
}
