package dev.sessioncleanup.purge;

import dev.sessioncleanup.jdbc.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements that remove audit rows past retention, in many short transactions. */
final class Purge {
  private static final int BATCH = 1000;

  private static final String MAY_PURGE =
      """
      select current_user as name,
             has_function_privilege(p.oid, 'execute') and has_table_privilege('audit_purge', 'insert') as may
      from pg_proc p
      where p.oid = 'purge_session_audit_batch(bigint, timestamptz, bigint, integer)'::regprocedure
      """;

  private static final String EXTENT =
      """
      with past as (select now() - make_interval(secs => :age) as before)
      select p.before, u.unneeded, u.oldest,
             (select count(*) from session_audit a where a.recorded_at < p.before) as recorded
      from past p
      cross join lateral (
        select count(*) as unneeded, min(n.recorded_at) as oldest from unneeded_audit n
        where n.recorded_at < p.before) as u
      """;

  private static final String BEGIN =
      "insert into audit_purge (purged_before, purged_by) values (:before, :by) returning purge_id";

  private static final String NEXT =
      """
      select b.looked_at, b.removed, b.last_at, b.last_id
      from purge_session_audit_batch(:purge, cast(:last_at as timestamptz), :last_id, :limit) as b
      """;

  private static final Batch NONE = new Batch(0, 0, null, 0);

  private final JdbcClient jdbc;

  Purge(DataSource database) {
    this.jdbc = JdbcClient.create(database);
  }

  /** The login of the database, and whether it may purge. */
  record Login(String name, boolean may) {}

  Login login() {
    return jdbc.sql(MAY_PURGE).query(Login.class).single();
  }

  /**
   * What a purge would do.
   *
   * @param unneeded rows that it would remove
   * @param oldest of them, null when there is none
   * @param recorded all recorded rows past retention
   */
  record Extent(Instant before, long unneeded, @Nullable Instant oldest, long recorded) {}

  Extent extent(Duration age) {
    return jdbc.sql(EXTENT).param("age", age.toMillis() / 1000.0).query(Purge::extent).single();
  }

  /** Removes the rows; returns how many. */
  long remove(Instant before, String by) {
    long purge =
        jdbc.sql(BEGIN)
            .param("before", Timestamps.parameter(before))
            .param("by", by)
            .query(Long.class)
            .single();
    long removed = 0;
    Batch batch = next(purge, NONE);
    while (batch.lookedAt() > 0) {
      removed += batch.removed();
      batch = next(purge, batch);
    }
    return removed;
  }

  /** One batch; the next one goes on after its last row. */
  private record Batch(long lookedAt, long removed, @Nullable OffsetDateTime lastAt, long lastId) {}

  private Batch next(long purge, Batch last) {
    return jdbc.sql(NEXT)
        .param("purge", purge)
        .param("last_at", last.lastAt() == null ? "-infinity" : last.lastAt().toString())
        .param("last_id", last.lastId())
        .param("limit", BATCH)
        .query(Batch.class)
        .single();
  }

  private static Extent extent(ResultSet row, int number) throws SQLException {
    return new Extent(
        row.getObject("before", OffsetDateTime.class).toInstant(),
        row.getLong("unneeded"),
        Timestamps.read(row, "oldest"),
        row.getLong("recorded"));
  }
}
