package dev.sessioncleanup.cli;

import dev.sessioncleanup.job.JobConfiguration;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.pave.PaveProperties;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.UnitsRequired;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The beans of the application; the job itself is built for each run. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(JobConfiguration.class)
@EnableConfigurationProperties({CleanupProperties.class, PaveProperties.class})
class CleanupConfiguration {

  @Bean
  PaveAccounts paveAccounts(PaveProperties settings) {
    return new PaveAccounts(settings, InstantSource.system());
  }

  @Bean
  Reports reports(DataSource dataSource) {
    return new Reports(dataSource);
  }

  @Bean
  static UnitsRequired unitsRequired() {
    return new UnitsRequired();
  }

  /** Commands decide when to migrate. */
  @Bean
  FlywayMigrationStrategy migrateOnDemand() {
    return flyway -> {};
  }
}
