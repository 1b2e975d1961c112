package dev.sessioncleanup.importing;

import dev.sessioncleanup.sessionfile.FileSession;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Copies sessions into the temporary table import_line. */
final class CopiedSessions implements AutoCloseable {
  private static final String COPY =
      """
      copy pg_temp.import_line (line, session_key, account, status, created_at, updated_at) from stdin
      """;
  private static final int CHUNK = 1 << 16;

  private final CopyIn copy;
  private final StringBuilder rows = new StringBuilder();

  CopiedSessions(Connection connection) throws SQLException {
    copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
  }

  void add(FileSession session) throws SQLException {
    rows.append(session.line());
    text(session.key());
    text(session.account());
    text(session.status());
    text(session.createdAt().toString());
    text(session.updatedAt() == null ? null : session.updatedAt().toString());
    rows.append('\n');
    if (rows.length() > CHUNK) {
      send();
    }
  }

  void finish() throws SQLException {
    send();
    copy.endCopy();
  }

  private void send() throws SQLException {
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    rows.setLength(0);
  }

  /** Values hold no control characters, so the backslash alone has a meaning of its own. */
  private void text(@Nullable String value) {
    rows.append('\t').append(value == null ? "\\N" : value.replace("\\", "\\\\"));
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
