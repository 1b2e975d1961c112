package dev.sessioncleanup.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.pave.SessionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL and the program agree on which keys cannot be sent. */
@DatabaseTest
class KeyInvalidTest {
  @Test
  void sqlAndProgramAgree() {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "", ".", "..", "...", "a", "ключ", "🙂".repeat(128), "🙂".repeat(129), "a b", "'"));
    for (int c = 1; c < 0x180; c++) { // PostgreSQL has no U+0000 in a text
      keys.add("a" + (char) c);
    }
    try (TestDatabase database = TestDatabase.create()) {
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      List<String> invalid =
          jdbc.sql(
                  "select k.key from unnest(:keys) with ordinality as k (key, place) where %s order by k.place"
                      .formatted(NextSteps.KEY_INVALID.formatted("k.key")))
              .param("keys", keys.toArray(String[]::new))
              .query(String.class)
              .list();

      assertThat(invalid)
          .isEqualTo(keys.stream().filter(key -> SessionKey.problem(key) != null).toList());
    }
  }
}
