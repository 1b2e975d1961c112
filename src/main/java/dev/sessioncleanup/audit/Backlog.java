package dev.sessioncleanup.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts what is there to do, with the same conditions as the claim, and never skipping locked
 * rows.
 */
public final class Backlog implements Remains {
  private static final String COUNT =
      """
      select count(*) as eligible, min(t.created_at) as oldest, max(t.created_at) as newest from tracked_session t where %s
      """
          .formatted(Sql.ELIGIBLE);

  private static final String OLDEST =
      """
      select t.session_key from tracked_session t where %s order by t.created_at, t.session_key limit :limit
      """
          .formatted(Sql.ELIGIBLE);

  /** Sessions of the selection that are left alone, and the base of the share guard. */
  private static final String AROUND =
      """
      select count(*) filter (where t.status = 'IDLE') as idle,
             count(*) filter (where %1$s and t.status <> 'IDLE') as not_idle,
             count(*) filter (where %1$s and t.status = 'IDLE' and exists (
               select from session_hold h
               where h.session_key = t.session_key and (h.expires_at is null or h.expires_at > now()))) as held
      from tracked_session t
      where t.account = :account and t.settled_at is null
      """
          .formatted(
              """
              t.created_at < cast(:created_before as timestamptz)
              and t.created_at >= coalesce(cast(:created_from as timestamptz), '-infinity')""");

  /**
   * Others' claims are those in the selection that somebody will finish: not of sessions that are
   * too young by now, and where the tracked row is gone only those that a run over these dates may
   * take over.
   */
  private static final String LEFT =
      """
      select (select count(*) from tracked_session t where %s) as eligible,
             count(*) filter (where a.claimed_by = :process) as own,
             count(*) filter (where a.claimed_by <> :process) as others,
             coalesce(sum(a.audit_id + a.revision) filter (where a.claimed_by <> :process), 0) as movement
      from session_audit a
      left join tracked_session t on t.session_key = a.session_key
      where a.outcome is null and a.account = :account
        and (t.session_key is null or t.created_at < now() - make_interval(secs => :floor))
        and (a.run_id = :run
          or (t.session_key is null and cast(:created_from as timestamptz) is null)
          or (t.created_at < cast(:created_before as timestamptz)
            and t.created_at >= coalesce(cast(:created_from as timestamptz), '-infinity')))
      """
          .formatted(Sql.ELIGIBLE);

  /** Open claims of other runs whose process holds no lock any more. */
  private static final String ORPHANS =
      """
      select count(*) from session_audit a
      where a.outcome is null and a.account = :account and a.run_id <> :run and %s
        and not exists (
          select from pg_locks l
          where l.locktype = 'advisory' and l.granted and l.mode = 'ExclusiveLock' and l.objsubid = 2
            and l.database = (select d.oid from pg_database d where d.datname = current_database())
            and l.classid = 'session_audit'::regclass::oid and l.objid = a.claimed_by::oid)
      """
          .formatted(Sql.ORPHAN_IN_RANGE);

  private final JdbcClient jdbc;
  private final int process;

  public Backlog(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  /** What is eligible at the moment; {@code oldest} and {@code newest} are null when nothing is. */
  public record Eligible(long count, @Nullable Instant oldest, @Nullable Instant newest) {}

  /**
   * @param idle all of the account's tracked sessions that are IDLE and unsettled
   * @param notIdle in the selection, tracked as something else than IDLE
   * @param held in the selection, held by an operator
   */
  public record Around(long idle, long notIdle, long held) {}

  public Eligible eligible(Selection selection, Collection<String> setAside) {
    return jdbc.sql(COUNT)
        .params(SelectionParameters.of(selection, setAside))
        .query(
            (row, number) ->
                new Eligible(
                    row.getLong("eligible"),
                    instant(row.getObject("oldest", OffsetDateTime.class)),
                    instant(row.getObject("newest", OffsetDateTime.class))))
        .single();
  }

  public List<String> oldest(Selection selection, int limit) {
    return jdbc.sql(OLDEST)
        .params(SelectionParameters.of(selection, List.of()))
        .param("limit", limit)
        .query(String.class)
        .list();
  }

  @Override
  public long orphans(Selection selection) {
    return jdbc.sql(ORPHANS)
        .params(SelectionParameters.of(selection, List.of()))
        .query(Long.class)
        .single();
  }

  public Around around(Selection selection) {
    return jdbc.sql(AROUND)
        .params(SelectionParameters.of(selection, List.of()))
        .query(
            (row, number) ->
                new Around(row.getLong("idle"), row.getLong("not_idle"), row.getLong("held")))
        .single();
  }

  @Override
  public Left left(Selection selection, Collection<String> setAside) {
    return jdbc.sql(LEFT)
        .params(SelectionParameters.of(selection, setAside))
        .param("process", process)
        .query(Left.class)
        .single();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
