package dev.sessioncleanup.importing;

import dev.sessioncleanup.sessionfile.FieldNames;
import dev.sessioncleanup.sessionfile.FileSession;
import dev.sessioncleanup.sessionfile.LineHandler;
import dev.sessioncleanup.sessionfile.SessionFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A file in the temporary table import_session: each session once, and what the import would do
 * with it. Everything happens in one transaction, which closing rolls back unless it was committed.
 */
final class StagedFile implements AutoCloseable {
  private static final String LINES =
      """
      create temporary table import_line (
        line        bigint      not null,
        session_key text        not null,
        account     text,
        status      text        not null,
        created_at  timestamptz not null,
        updated_at  timestamptz
      ) on commit drop
      """;

  /** Of several lines the last one counts, but IDLE never comes after another status. */
  private static final String SESSIONS =
      """
      create temporary table import_session on commit drop as
      select f.line, f.lines, f.session_key, f.account, f.status, f.created_at, f.updated_at,
             t.account as tracked_account,
             case when t.session_key is null then 'inserted'
                  when f.account <> t.account then 'rejected'
                  when status_moves_on(t.status, t.updated_at, f.status, f.updated_at) then 'updated'
                  else 'unchanged' end as change
      from (
        select distinct on (l.session_key collate "C")
               l.line, l.session_key, l.account, l.status, l.created_at, l.updated_at,
               count(*) over (partition by l.session_key collate "C") as lines
        from pg_temp.import_line l
        order by l.session_key collate "C", l.status = 'IDLE', l.line desc) f
      left join tracked_session t on t.session_key = f.session_key
      """;

  private final Connection connection;
  private final JdbcClient jdbc;
  private final Rejections rejections = new Rejections();
  private long lines;

  private StagedFile(Connection connection) {
    this.connection = connection;
    this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  /**
   * Reads the file to its end.
   *
   * @param account of lines that name none
   */
  static StagedFile of(
      DataSource database,
      SessionFile file,
      FieldNames names,
      @Nullable String account,
      char delimiter)
      throws IOException, SQLException {
    StagedFile staged = new StagedFile(database.getConnection());
    try {
      staged.begin();
      try (CopiedSessions copied = new CopiedSessions(staged.connection)) {
        file.read(names, account, delimiter, staged.linesInto(copied));
        copied.finish();
      }
      staged.jdbc.sql("analyze pg_temp.import_line").update();
      staged.jdbc.sql(SESSIONS).update();
      staged.jdbc.sql("analyze pg_temp.import_session").update();
      return staged;
    } catch (IOException | SQLException | RuntimeException failed) {
      staged.close();
      throw failed;
    }
  }

  /** A million rows take a while: the time-out of replies does not apply. */
  private void begin() throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 0);
    connection.setAutoCommit(false);
    jdbc.sql(LINES).update();
  }

  private LineHandler linesInto(CopiedSessions copied) {
    return new LineHandler() {
      @Override
      public void session(FileSession session) throws SQLException {
        copied.add(session);
        lines++;
      }

      @Override
      public void rejected(long line, String reason) {
        rejections.add(line, reason);
        lines++;
      }
    };
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  /** The lines that could not be used so far. */
  Rejections rejections() {
    return rejections;
  }

  /** The lines of the file, without the header and empty ones. */
  long lines() {
    return lines;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.rollback();
    }
  }
}
