package dev.sessioncleanup.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DatabaseTest
class ExpectedTableTest {
  /** Sequences of identity columns get another name where theirs is taken. */
  private static final String CREATED =
      """
      select c.relname
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'S', 'v', 'm')
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'i' and c.relkind = 'S')
      """;

  @Test
  void whateverTheMigrationsCreateIsLookedForBefore() {
    try (TestDatabase migrated = TestDatabase.migrated()) {
      List<String> created =
          JdbcClient.create(migrated.dataSource()).sql(CREATED).query(String.class).list();

      assertThat(
              Stream.of(
                      ExpectedTable.ADOPTABLE.stream().map(ExpectedTable::name),
                      ExpectedTable.ours(),
                      ExpectedTable.batch().stream(),
                      Stream.of("flyway_schema_history"))
                  .flatMap(names -> names)
                  .distinct())
          .containsExactlyInAnyOrderElementsOf(created);
    }
  }
}
