package tutorial;

import java.time.OffsetDateTime;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.RunIdIncrementer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcPagingItemReader;
import org.springframework.batch.infrastructure.item.database.Order;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcPagingItemReaderBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.client.RestClient;

/**
 * The job that a team would write first: read a page, DELETE one session after another, insert what came of it. It
 * keeps none of our guarantees: no intent before the call, no rate limit, and a chunk that fails loses its outcomes.
 */
@SpringBootApplication
public class Tutorial {
  private static final int CHUNK = 100;

  public static void main(String[] args) {
    System.exit(SpringApplication.exit(SpringApplication.run(Tutorial.class, args)));
  }

  @Bean
  Job job(JobRepository repository, Step step) {
    return new JobBuilder("cleanup", repository).incrementer(new RunIdIncrementer()).start(step).build();
  }

  @Bean
  Step step(
      JobRepository repository,
      PlatformTransactionManager transactions,
      JdbcPagingItemReader<String> reader,
      SessionWriter writer) {
    return new StepBuilder("delete", repository)
        .<String, String>chunk(CHUNK)
        .transactionManager(transactions)
        .reader(reader)
        .writer(writer)
        .build();
  }

  @Bean
  JdbcPagingItemReader<String> reader(DataSource database) throws Exception {
    return new JdbcPagingItemReaderBuilder<String>()
        .name("sessions")
        .dataSource(database)
        .selectClause("select session_key")
        .fromClause("from tracked_session")
        .whereClause("where status = 'IDLE' and created_at < :before")
        .parameterValues(Map.of("before", OffsetDateTime.now().minusDays(7)))
        .sortKeys(Map.of("session_key", Order.ASCENDING))
        .pageSize(CHUNK)
        .rowMapper((row, number) -> row.getString(1))
        .build();
  }

  @Bean
  SessionWriter writer(
      RestClient.Builder client,
      @Value("${pave.base-url}") String baseUrl,
      JdbcBatchItemWriter<Outcome> outcomes) {
    return new SessionWriter(client.baseUrl(baseUrl).defaultHeader("api-key", "bench").build(), outcomes);
  }

  @Bean
  JdbcBatchItemWriter<Outcome> outcomes(DataSource database) {
    return new JdbcBatchItemWriterBuilder<Outcome>()
        .dataSource(database)
        .sql("insert into session_outcome (session_key, http_status) values (?, ?)")
        .itemPreparedStatementSetter(
            (outcome, statement) -> {
              statement.setString(1, outcome.sessionKey());
              statement.setInt(2, outcome.httpStatus());
            })
        .build();
  }
}
