package dev.sessioncleanup.roles;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;

/** Runs {@code db/roles.sql}, which the program carries with it. */
public final class DatabaseRoles {
  private static final String SCRIPT = "db/roles.sql";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final DataSource database;

  public DatabaseRoles(DataSource database) {
    this.database = database;
  }

  /**
   * Makes the owner role the owner of all objects and grants every role its rights; can be
   * repeated. Returns what the server said.
   *
   * @throws InvalidSettingException when the login may not do that
   */
  public List<String> grant() throws IOException, SQLException {
    String script = new ClassPathResource(SCRIPT).getContentAsString(StandardCharsets.UTF_8);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(script);
      List<String> notices = new ArrayList<>();
      for (SQLWarning each = statement.getWarnings(); each != null; each = each.getNextWarning()) {
        notices.add(each.getMessage());
      }
      return notices;
    } catch (SQLException failed) {
      if (INSUFFICIENT_PRIVILEGE.equals(failed.getSQLState())) {
        throw new InvalidSettingException(
            "--roles: %s. Run db/roles.sql once as a superuser: psql -f db/roles.sql. Afterwards a login in role session_cleanup_owner suffices."
                .formatted(String.valueOf(failed.getMessage()).replaceFirst("(?s)\\s*\\R.*", "")));
      }
      throw failed;
    }
  }
}
