package dev.sessioncleanup.database;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.UserCredentialsDataSourceAdapter;

/** A login that has the rights of a role of {@code db/roles.sql}, and no others. */
public final class JobLogin implements AutoCloseable {
  private static final String PASSWORD = "job";

  private final TestDatabase database;
  private final JdbcClient superuser;
  private final String name;

  private JobLogin(TestDatabase database, String role) {
    this.database = database;
    this.superuser = JdbcClient.create(database.dataSource());
    this.name = role + "_in_" + database.name();
  }

  /** Applies the roles to the database and creates a login of the job. */
  public static JobLogin create(TestDatabase database) {
    return create(database, "job");
  }

  /**
   * Applies the roles to the database and creates a login.
   *
   * @param role owner, job, tracker or reporter
   */
  public static JobLogin create(TestDatabase database, String role) {
    JobLogin login = new JobLogin(database, role);
    login.superuser.sql(roles()).update();
    login
        .superuser
        .sql(
            "create role %s login password '%s' in role session_cleanup_%s"
                .formatted(login.name, PASSWORD, role))
        .update();
    return login;
  }

  private static String roles() {
    try {
      return Files.readString(Path.of("db/roles.sql"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String username() {
    return name;
  }

  public String password() {
    return PASSWORD;
  }

  /** Connections of this login. */
  public DataSource dataSource() {
    UserCredentialsDataSourceAdapter source = new UserCredentialsDataSourceAdapter();
    source.setTargetDataSource(database.dataSource());
    source.setUsername(name);
    source.setPassword(PASSWORD);
    return source;
  }

  /**
   * Drops the login; logins belong to the server and not to the database. Server processes of
   * connections that are closed already may still own temporary tables.
   */
  @Override
  public void close() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          while (isConnected()) {
            Thread.onSpinWait();
          }
        });
    superuser.sql("drop role " + name).update();
  }

  private boolean isConnected() {
    return superuser
        .sql("select exists (select from pg_stat_activity where usename = :name)")
        .param("name", name)
        .query(Boolean.class)
        .single();
  }
}
