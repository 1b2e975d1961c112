package dev.sessioncleanup.cli;

import dev.sessioncleanup.console.LogsToStandardError;
import dev.sessioncleanup.metrics.RunMonitor;
import dev.sessioncleanup.pave.PaveProperties;
import dev.sessioncleanup.schema.FlywaySettings;
import dev.sessioncleanup.schema.Schema;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.DatabaseUrl;
import dev.sessioncleanup.settings.EnvironmentSettings;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.LogFormatCheck;
import dev.sessioncleanup.settings.SettingsFiles;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The started application, as commands use it. */
final class Application implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private @Nullable Schema schema;

  private Application(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts with the settings of the command line, the environment and application.yml.
   *
   * @throws InvalidSettingException when there is no database to work with
   */
  static Application start(List<String> settings) {
    new EnvironmentSettings(List.of(CleanupProperties.class, PaveProperties.class))
        .refuseUnknown(System.getenv().keySet());
    complainOnce();
    Application application = new Application(run(settings));
    try {
      DatabaseUrl.require(
          application.context.getEnvironment().getProperty("spring.datasource.url", ""));
    } catch (RuntimeException refused) {
      application.close();
      throw refused;
    }
    return application;
  }

  private static ConfigurableApplicationContext run(List<String> settings) {
    try {
      return new SpringApplicationBuilder(CleanupConfiguration.class)
          .web(WebApplicationType.NONE)
          .bannerMode(Banner.Mode.OFF)
          .logStartupInfo(false)
          .registerShutdownHook(false)
          .listeners(new LogFormatCheck(), new LogsToStandardError())
          .run(settings.toArray(String[]::new));
    } catch (RuntimeException failure) {
      String unreadable = SettingsFiles.describe(failure, property -> isGiven(property, settings));
      throw unreadable == null ? failure : new InvalidSettingException(unreadable);
    }
  }

  private static boolean isGiven(String property, List<String> settings) {
    return settings.stream().anyMatch(setting -> setting.startsWith("--" + property + "="))
        || System.getProperty(property) != null
        || System.getenv(property.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""))
            != null;
  }

  /** Settings that cannot be read fail before the logging is set up as application.yml says. */
  private static void complainOnce() {
    LoggingSystem logging = LoggingSystem.get(Application.class.getClassLoader());
    logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.ERROR);
    logging.setLogLevel(SpringApplication.class.getName(), LogLevel.OFF);
    logging.setLogLevel("org.springframework.boot.diagnostics", LogLevel.OFF);
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  /** What follows the runs; does nothing where no export of metrics is configured. */
  RunMonitor monitor() {
    return context.getBeanProvider(RunMonitor.class).getIfAvailable(() -> RunMonitor.NONE);
  }

  Schema schema() throws SQLException {
    Schema known = schema;
    if (known == null) {
      known =
          Schema.of(
              get(DataSource.class),
              context.getEnvironment().getProperty("spring.flyway.table", "flyway_schema_history"),
              this::flywaySettings);
      schema = known;
    }
    return known;
  }

  private Configuration flywaySettings() {
    return migratesItself()
        ? FlywaySettings.of(context)
        : Flyway.configure().dataSource(get(DataSource.class));
  }

  /** The database, its server and the version of its schema, for people. */
  String databaseName() throws SQLException {
    String url = context.getEnvironment().getProperty("spring.datasource.url", "");
    String servers = url.replaceFirst("jdbc:postgresql:(//([^/?]*).*)?.*", "$2");
    String name =
        get(JdbcClient.class).sql("select current_database()").query(String.class).single();
    return "%s@%s, schema v%s"
        .formatted(name, servers.isEmpty() ? "localhost" : servers, schema().version());
  }

  /** Whether commands that work bring the schema up to date by themselves. */
  boolean migratesItself() {
    return switch (context.getEnvironment().getProperty("spring.flyway.enabled", "true").strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidSettingException("spring.flyway.enabled must be true or false.");
    };
  }

  @Override
  public void close() {
    context.close();
  }
}
