package dev.sessioncleanup.explain;

import dev.sessioncleanup.jdbc.Timestamps;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session, what the next run would do with it, and what the reason needs.
 *
 * @param createdAt null when it is no longer tracked, as status and age
 * @param unanswered DELETE calls of any run whose effect at PAVE is unknown
 */
public record NextSession(
    NextStep step,
    String key,
    String account,
    @Nullable Instant createdAt,
    @Nullable Duration age,
    @Nullable String status,
    long claimRun,
    long unanswered,
    @Nullable Hold hold,
    @Nullable FinalOutcome last) {

  /** A hold that is in force. */
  record Hold(String reason, String heldBy, @Nullable Instant until) {}

  /** The newest outcome after which a session is settled. */
  record FinalOutcome(long runId, String outcome) {}

  static NextSession of(ResultSet row, int number) throws SQLException {
    BigDecimal age = row.getBigDecimal("age_seconds");
    String holdReason = row.getString("hold_reason");
    String outcome = row.getString("final_outcome");
    return new NextSession(
        NextStep.of(row.getString("step")),
        row.getString("session_key"),
        row.getString("account"),
        Timestamps.read(row, "created_at"),
        age == null ? null : Duration.ofSeconds(age.longValue()),
        row.getString("status"),
        row.getLong("claim_run"),
        row.getLong("unanswered"),
        holdReason == null
            ? null
            : new Hold(holdReason, row.getString("held_by"), Timestamps.read(row, "expires_at")),
        outcome == null ? null : new FinalOutcome(row.getLong("final_run"), outcome));
  }

  NextSession with(NextStep other) {
    return new NextSession(
        other, key, account, createdAt, age, status, claimRun, unanswered, hold, last);
  }
}
