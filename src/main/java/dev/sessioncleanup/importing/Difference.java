package dev.sessioncleanup.importing;

/**
 * A way in which a file and the tracking table can differ. Each query gives the session's key and
 * account, its tracked status, its status in the file, and a time.
 */
enum Difference {
  NOT_TRACKED(
      "at PAVE (in the file) and not tracked",
      "created",
      """
      select f.session_key, f.account, null as tracked, f.status as in_file, f.created_at as since
      from pg_temp.import_session f
      where f.tracked_account is null
        and not exists (select from removed_session r where r.session_key = f.session_key)
      order by f.line
      """),

  NOT_IN_FILE(
      "tracked and not in the file",
      "created",
      """
      select t.session_key, t.account, t.status as tracked, null as in_file, t.created_at as since
      from tracked_session t
      left join pg_temp.import_session f on f.session_key = t.session_key
      where f.session_key is null and t.settled_at is null
        and (t.account in (select a.account from pg_temp.import_session a where a.account is not null)
             or exists (select from pg_temp.import_session a where a.account is null)
             or not exists (select from pg_temp.import_session)
             or t.account = cast(:account as text))
      order by t.created_at, t.session_key
      """),

  OTHER_STATUS(
      "statuses that disagree",
      "tracked status of",
      """
      select f.session_key, t.account, t.status as tracked, f.status as in_file, t.updated_at as since
      from pg_temp.import_session f
      join tracked_session t on t.session_key = f.session_key
      where t.status <> f.status
        and not exists (select from removed_session r where r.session_key = f.session_key)
      order by f.line
      """),

  REMOVED(
      "removed by us and still in the file",
      "removed",
      """
      select f.session_key, r.account, t.status as tracked, f.status as in_file, r.removed_at as since
      from pg_temp.import_session f
      join removed_session r on r.session_key = f.session_key
      left join tracked_session t on t.session_key = f.session_key
      order by f.line
      """);

  private final String title;
  private final String time;
  private final String sql;

  Difference(String title, String time, String sql) {
    this.title = title;
    this.time = time;
    this.sql = sql;
  }

  String title() {
    return title;
  }

  /** What the time of a session means. */
  String time() {
    return time;
  }

  String sql() {
    return sql;
  }
}
