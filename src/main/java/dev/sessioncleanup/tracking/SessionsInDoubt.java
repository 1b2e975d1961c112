package dev.sessioncleanup.tracking;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Unsettled sessions of a time of which the audit may have lost commits. */
public final class SessionsInDoubt {
  private static final String IN_DOUBT =
      """
      select (select count(*) from tracked_session t
              where t.status = 'IDLE' and t.settled_at is null and t.created_at < d.created_before) as sessions,
             d.reason, to_char(d.doubted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as noticed
      from audit_doubt d
      order by d.created_before desc, d.doubt_id desc
      limit 1
      """;

  private final JdbcClient jdbc;

  public SessionsInDoubt(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param sessions IDLE sessions of that time without a final answer
   * @param reason how it was noticed, or what an operator said
   * @param noticed when
   */
  public record Doubt(long sessions, String reason, String noticed) {}

  /** The newest doubt; empty when there never was one. Throws Spring's DataAccessException. */
  public Optional<Doubt> newest() {
    return jdbc.sql(IN_DOUBT).query(Doubt.class).optional();
  }
}
