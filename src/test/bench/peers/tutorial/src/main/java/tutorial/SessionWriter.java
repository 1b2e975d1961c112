package tutorial;

import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.web.client.RestClient;

/** Deletes the sessions of a chunk one after another, then inserts their outcomes in one batch. */
class SessionWriter implements ItemWriter<String> {
  private final RestClient pave;
  private final JdbcBatchItemWriter<Outcome> outcomes;

  SessionWriter(RestClient pave, JdbcBatchItemWriter<Outcome> outcomes) {
    this.pave = pave;
    this.outcomes = outcomes;
  }

  @Override
  public void write(Chunk<? extends String> keys) throws Exception {
    List<Outcome> done = new ArrayList<>();
    for (String key : keys) {
      done.add(new Outcome(key, delete(key)));
    }
    outcomes.write(new Chunk<>(done));
  }

  private int delete(String key) {
    return pave.delete().uri("/sessions/{key}", key).retrieve().toEntity(String.class).getStatusCode().value();
  }
}
