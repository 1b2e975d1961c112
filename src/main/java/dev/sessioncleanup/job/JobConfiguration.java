package dev.sessioncleanup.job;

import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spring Batch as the application has it, so that nobody else need know it. */
@Configuration(proxyBeanMethods = false)
public class JobConfiguration {

  @Bean
  Sweeper.Batch batch(JobOperator operator, JobRepository repository) {
    return new Sweeper.Batch(operator, repository);
  }
}
