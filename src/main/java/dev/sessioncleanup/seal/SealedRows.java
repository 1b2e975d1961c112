package dev.sessioncleanup.seal;

import dev.sessioncleanup.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit rows that a seal covers, read row by row. */
final class SealedRows {
  private static final int FETCH_SIZE = 1_000;

  private static final String COLUMNS =
      """
      a.audit_id, a.run_id, a.session_key, a.account, a.outcome, a.evidence, a.attempts, a.unanswered, a.failures,
      a.http_status, a.detail, a.claimed_by, trunc(extract(epoch from a.claimed_at) * 1000000)::text as claimed_at,
      trunc(extract(epoch from a.recorded_at) * 1000000)::text as recorded_at, a.latency_ms, a.generation,
      null::text as purged_digest""";

  private static final String PURGED =
      """
      p.audit_id, p.run_id, null, null, null, null, null, null, null,
      null, null, null, null, null, null, null, p.digest""";

  private static final String OWN =
      """
      select %s
      from session_audit a
      where a.run_id = :run and a.outcome is not null
        and not exists (select from late_row l where l.audit_id = a.audit_id)
      union all
      select %s
      from purged_row p
      where p.run_id = :run
        and not exists (select from late_row l where l.audit_id = p.audit_id)
      order by audit_id
      """
          .formatted(COLUMNS, PURGED);

  private static final String LATE =
      """
      select %s
      from late_row l join session_audit a on a.audit_id = l.audit_id
      where l.sealed_in = :run
      union all
      select %s
      from late_row l join purged_row p on p.audit_id = l.audit_id
      where l.sealed_in = :run
      order by audit_id
      """
          .formatted(COLUMNS, PURGED);

  private static final List<String> OUTCOMES =
      List.of("removed", "started", "missing", "not_idle", "held", "failed");

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final MessageDigest digest = Sha256.start();
  private long rows;
  private long purged;
  private long added;

  private SealedRows() {
    OUTCOMES.forEach(outcome -> counts.put(outcome, 0L));
    List.of("inferred", "attempts", "unanswered").forEach(sum -> counts.put(sum, 0L));
  }

  /** The outcomes of the run itself. */
  static SealedRows own(JdbcClient jdbc, RunSeal seal) {
    return read(jdbc, OWN, seal);
  }

  /** The outcomes of earlier runs that were recorded after their run was sealed. */
  static SealedRows late(JdbcClient jdbc, RunSeal seal) {
    return read(jdbc, LATE, seal);
  }

  private static SealedRows read(JdbcClient jdbc, String sql, RunSeal seal) {
    SealedRows all = new SealedRows();
    jdbc.sql(sql)
        .param("run", seal.runId())
        .withFetchSize(FETCH_SIZE)
        .query(
            row -> {
              all.add(row, seal);
            });
    return all;
  }

  private void add(ResultSet row, RunSeal seal) throws SQLException {
    if (row.getLong("run_id") == seal.runId() && row.getLong("audit_id") > seal.throughAuditId()) {
      added++;
      return;
    }
    rows++;
    String kept = row.getString("purged_digest");
    if (kept == null) {
      counts.merge(String.valueOf(row.getString("outcome")), 1L, Long::sum);
      counts.merge("inferred", "inferred".equals(row.getString("evidence")) ? 1L : 0L, Long::sum);
      counts.merge("attempts", row.getLong("attempts"), Long::sum);
      counts.merge("unanswered", row.getLong("unanswered"), Long::sum);
      kept = digest(row);
    } else {
      purged++;
    }
    digest.update((kept + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(ResultSet row) throws SQLException {
    return new SealedText(row)
        .numbers("audit_id", "run_id")
        .texts("session_key", "account", "outcome", "evidence")
        .numbers("attempts", "unanswered", "failures", "http_status")
        .text("detail")
        .numbers("claimed_by", "claimed_at", "recorded_at", "latency_ms", "generation")
        .digest();
  }

  /** Rows that are there, and digests of rows that were purged. */
  long rows() {
    return rows;
  }

  long purged() {
    return purged;
  }

  /** Rows of the run that came after its seal and are covered by none. */
  long added() {
    return added;
  }

  /** Rows that are there, by outcome, how many of them are inferred, and sums of their DELETEs. */
  Map<String, Long> counts() {
    return counts;
  }

  /** The digest of all rows; can be asked once. */
  String digest() {
    return Sha256.hex(digest);
  }
}
