package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.ControlledPostgres;
import dev.sessioncleanup.database.DatabaseTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** db/roles.sql as on a managed PostgreSQL, whose users get no superuser. */
@DatabaseTest
class ManagedPostgresTest {
  @Test
  void ownerThatIsNoSuperuserSetsUpTheRoles() throws IOException {
    try (World world = new World();
        ControlledPostgres server = ControlledPostgres.prepare()) {
      server.start();
      JdbcClient superuser = JdbcClient.create(server.dataSource());
      superuser.sql("create role dba login createrole password 'dba'").update();
      superuser.sql("create database cleanup owner dba").update();
      String url = server.jdbcUrl().replaceFirst("/postgres$", "/cleanup");
      JdbcClient dba = JdbcClient.create(new DriverManagerDataSource(url, "dba", "dba"));
      String roles = Files.readString(Path.of("db/roles.sql"));

      dba.sql(roles).update();
      as(world, url, "dba").run("migrate").exitedWith(0);
      dba.sql(roles).update();
      dba.sql(roles).update();
      dba.sql("create role nightly login password 'nightly' in role session_cleanup_job").update();

      as(world, url, "nightly").run("sweep").exitedWith(0).says(": complete");
      assertThat(world.run("check").exitedWith(0).out())
          .contains("ok       rights     the role may do what a sweep does");
      as(world, url, "dba").run("migrate").exitedWith(0).says("The schema is up to date");
    }
  }

  private static World as(World world, String url, String user) {
    return world
        .set("spring.datasource.url", url)
        .set("spring.datasource.username", user)
        .set("spring.datasource.password", user);
  }
}
