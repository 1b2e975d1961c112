package dev.sessioncleanup.job;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the Spring Batch beans to the rest of the program. */
@Configuration(proxyBeanMethods = false)
public class JobConfiguration {

  @Bean
  Sweeper.Batch batch(
      JobOperator operator, JobRepository repository, ObjectProvider<MeterRegistry> meters) {
    return new Sweeper.Batch(operator, repository, meters.getIfAvailable());
  }
}
