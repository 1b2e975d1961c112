package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code db/README.md} describes every table, every view and every report. */
@DatabaseTest
class DataDictionaryTest {
  private final String readme = read();

  @Test
  void tablesAndViewsAreListed() {
    try (TestDatabase database = TestDatabase.migrated()) {
      List<String> relations =
          JdbcClient.create(database.dataSource())
              .sql(
                  """
                  select c.relname from pg_class c
                  where c.relkind in ('r', 'v') and c.relnamespace = 'public'::regnamespace
                  order by c.relname
                  """)
              .query(String.class)
              .list();

      assertThat(relations)
          .hasSizeGreaterThan(20)
          .allSatisfy(name -> assertThat(readme).containsPattern("\n\\|[^|]*`" + name + "`"));
    }
  }

  @Test
  void reportsAreListed() {
    assertThat(Reports.descriptions())
        .allSatisfy(report -> assertThat(readme).contains("** (`" + report.name() + "`)"));
  }

  private static String read() {
    try {
      return Files.readString(Path.of("db/README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
