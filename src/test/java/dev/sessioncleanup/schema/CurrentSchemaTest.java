package dev.sessioncleanup.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Flyway is started only where the schema is not exactly that of the program. */
@DatabaseTest
class CurrentSchemaTest {
  private static final String HISTORY = "flyway_schema_history";

  @Test
  void currentSchemaNeedsNoFlyway() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated()) {
      Schema schema = schema(database);
      schema.check();
      schema.update();
      assertThat(schema.version()).isEqualTo(String.valueOf(Schema.NEWEST));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from flyway_schema_history where version = '15'",
        "update flyway_schema_history set success = false where version = '3'",
        "insert into flyway_schema_history select installed_rank + 100, '999', description, type, script, checksum,"
            + " installed_by, installed_on, execution_time, success from flyway_schema_history where version = '1'",
        "update flyway_schema_history set type = 'DELETE' where version = '15'",
        "alter table flyway_schema_history rename to elsewhere"
      })
  void flywayJudgesEveryOther(String change) throws SQLException {
    try (TestDatabase database = TestDatabase.migrated()) {
      JdbcClient.create(database.dataSource()).sql(change).update();
      Schema schema = schema(database);
      assertThatThrownBy(schema::check).hasMessage("Flyway was asked");
      assertThatThrownBy(schema::update).hasMessage("Flyway was asked");
      assertThatThrownBy(schema::version).hasMessage("Flyway was asked");
    }
  }

  private static Schema schema(TestDatabase database) throws SQLException {
    return Schema.of(
        database.dataSource(),
        HISTORY,
        () -> {
          throw new IllegalStateException("Flyway was asked");
        });
  }
}
