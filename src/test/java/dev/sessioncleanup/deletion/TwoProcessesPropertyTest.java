package dev.sessioncleanup.deletion;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Any interleaving of two processes, a remote, lost replies, lost commits, lost locks and deaths,
 * against the truth that the model keeps in memory.
 */
@DatabaseTest
class TwoProcessesPropertyTest {
  private static final AtomicInteger stories = new AtomicInteger();

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void auditIsTrueAfterEveryInterleaving(
      @ForAll @Size(min = 1, max = 3) List<ModelRemote.Truth> truths,
      @ForAll @Size(min = 10, max = 60) List<@IntRange(min = 0, max = 99_999) Integer> steps)
      throws SQLException {
    Database shared = Database.OPEN;
    String account = "model" + stories.incrementAndGet();
    List<ModelRemote.Truth> begin =
        truths.stream()
            .map(t -> t == ModelRemote.Truth.REMOVED ? ModelRemote.Truth.IDLE : t)
            .toList();
    try (ModelStory story =
        new ModelStory(shared.database.dataSource(), shared.jdbc, account, begin)) {
      for (int step : steps) {
        story.step(step);
      }
      story.end();
    }
  }

  /** One database for all stories, each of which has an account of its own. */
  private static final class Database {
    static final Database OPEN = new Database();
    final TestDatabase database = TestDatabase.migrated();
    final JdbcClient jdbc;

    Database() {
      try {
        jdbc = JdbcClient.create(new SingleConnectionDataSource(database.connection(), true));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
