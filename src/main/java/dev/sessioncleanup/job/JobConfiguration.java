package dev.sessioncleanup.job;

import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the Spring Batch beans to the rest of the program. */
@Configuration(proxyBeanMethods = false)
public class JobConfiguration {

  @Bean
  Sweeper.Batch batch(JobOperator operator, JobRepository repository) {
    return new Sweeper.Batch(operator, repository);
  }
}
