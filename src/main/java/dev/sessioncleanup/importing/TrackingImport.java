package dev.sessioncleanup.importing;

import dev.sessioncleanup.importing.ImportReport.RepeatedSession;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.sql.SQLException;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes a staged file into tracked_session with one statement. */
final class TrackingImport {
  private static final int MOST_NAMED = 10;

  private static final String OTHER_ACCOUNT =
      """
      select s.line, s.account, s.tracked_account
      from pg_temp.import_session s
      where s.change = 'rejected'
      order by s.line
      """;

  private static final String REPEATED =
      """
      select s.session_key, s.lines, s.line
      from pg_temp.import_session s
      where s.lines > 1
      order by s.line
      limit :most
      """;

  private static final String PLANNED =
      """
      select count(*) filter (where s.change = 'inserted') as inserted,
             count(*) filter (where s.change = 'updated') as updated,
             count(*) filter (where s.change <> 'rejected') as usable,
             coalesce(sum(s.lines), 0) - count(*) as duplicates
      from pg_temp.import_session s
      """;

  /**
   * Looks again at what is tracked, since the tracking application may have written meanwhile.
   * Sorted, so that two imports wait for each other and not in a circle. xmax is 0 in a row that is
   * new.
   */
  private static final String UPSERT =
      """
      with done as (
        insert into tracked_session as t (session_key, account, status, created_at, updated_at)
        select s.session_key, coalesce(s.account, 'default'), s.status, s.created_at, coalesce(s.updated_at, now())
        from pg_temp.import_session s
        where s.change in ('inserted', 'updated')
        order by s.session_key collate "C"
        on conflict (session_key) do update
          set status = excluded.status, updated_at = greatest(t.updated_at, excluded.updated_at)
          where status_moves_on(t.status, t.updated_at, excluded.status, excluded.updated_at)
        returning t.xmax = 0 as inserted)
      select count(*) filter (where inserted) as inserted, count(*) filter (where not inserted) as updated
      from done
      """;

  private record Changes(long inserted, long updated) {}

  private record Plan(long inserted, long updated, long usable, long duplicates) {}

  private final StagedFile file;
  private final JdbcClient jdbc;

  TrackingImport(StagedFile file) {
    this.file = file;
    this.jdbc = file.jdbc();
  }

  /**
   * @param strict writes nothing when a line is rejected
   */
  ImportReport run(boolean strict, boolean dryRun) throws SQLException {
    rejectOtherAccounts();
    Plan plan = jdbc.sql(PLANNED).query(Plan.class).single();
    boolean write = !dryRun && !(strict && file.rejections().count() > 0);
    Changes changes = write ? write() : new Changes(plan.inserted(), plan.updated());
    List<RepeatedSession> repeated =
        jdbc.sql(REPEATED)
            .param("most", MOST_NAMED)
            .query(
                (row, number) ->
                    new RepeatedSession(row.getString(1), row.getLong(2), row.getLong(3)))
            .list();
    if (write) {
      file.commit();
    }
    return new ImportReport(
        file.lines(),
        changes.inserted(),
        changes.updated(),
        plan.usable() - changes.inserted() - changes.updated(),
        plan.duplicates(),
        repeated,
        file.rejections());
  }

  private Changes write() {
    try {
      return jdbc.sql(UPSERT).query(Changes.class).single();
    } catch (DataIntegrityViolationException unfit) {
      throw new InvalidSettingException(
          "tracked_session does not take a session of the file: %s. Nothing was changed."
              .formatted(
                  VisibleText.of(
                      String.valueOf(unfit.getMostSpecificCause().getMessage())
                          .lines()
                          .findFirst()
                          .orElse(""))));
    }
  }

  /** A session asked for with another account's key would be recorded as missing. */
  private void rejectOtherAccounts() {
    jdbc.sql(OTHER_ACCOUNT)
        .query(
            row -> {
              file.rejections()
                  .add(
                      row.getLong(1),
                      "the session is tracked for account '%s', not '%s'; an import moves no session to another account"
                          .formatted(
                              VisibleText.of(row.getString(3)), VisibleText.of(row.getString(2))));
            });
  }
}
