package dev.sessioncleanup.cli;

import dev.sessioncleanup.job.JobConfiguration;
import dev.sessioncleanup.metrics.MetricsImports;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.pave.PaveProperties;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.UnitsRequired;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The beans of the application; the job itself is built for each run. */
@Configuration(proxyBeanMethods = false)
// Named one by one: looking for others, and considering each, costs a third of a second of CPU at
// every start.
@ImportAutoConfiguration({
  ConfigurationPropertiesAutoConfiguration.class,
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  TransactionManagerCustomizationAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  JdbcClientAutoConfiguration.class,
  BatchJdbcAutoConfiguration.class
})
@Import({JobConfiguration.class, MetricsImports.class})
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
}
