package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program beside a schema that a newer version has migrated. */
@DatabaseTest
class NewerSchemaTest {
  private static final String NOTICE = "this program knows version ";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sweep",
        "sweep --spring.flyway.enabled=false",
        "migrate",
        "report runs",
        "runs",
        "sweep --dry-run"
      })
  void programGoesOnBesideASchemaThatOnlyAdds(String commandLine, @TempDir Path newer)
      throws Exception {
    world.stale("AAA-AAAAA00001");
    migrate(
        newer,
        "V900__new_column.sql",
        """
        alter table cleanup_run add column new_column text;
        insert into schema_compatibility values (900, 6);
        """);

    Shell.Ended ended = world.run(commandLine.split(" ")).exitedWith(0);

    assertThat(Stream.of(ended.err().split(NOTICE, -1))).as(ended.err()).hasSize(2);
    assertThat(ended.err()).contains("The schema has version 900, ");
  }

  @Test
  void newerMigrationThatDoesMoreIsRefusedByName(@TempDir Path newer) throws Exception {
    migrate(newer, "V900__new_column.sql", "insert into schema_compatibility values (900, 6)");
    migrate(newer, "V901__other_rules.sql", "insert into schema_compatibility values (901, 900)");

    world
        .run("sweep")
        .exitedWith(2)
        .complainsOnce("it has version 901. Migration 901 (other rules) is not for programs of ");

    assertThat(world.runs()).isEmpty();
  }

  private void migrate(Path newer, String name, String sql) throws Exception {
    Files.writeString(newer.resolve(name), sql);
    Flyway.configure()
        .dataSource(world.database.dataSource())
        .locations("classpath:db/migration", "filesystem:" + newer)
        .load()
        .migrate();
  }
}
