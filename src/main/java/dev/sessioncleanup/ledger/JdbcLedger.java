package dev.sessioncleanup.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger in PostgreSQL. */
public final class JdbcLedger implements Ledger {
  private static final String OPEN_OF_PROCESS =
      "select %s from session_audit a where a.outcome is null and a.claimed_by = :process"
          .formatted(Sql.CLAIM_COLUMNS);

  private static final String OWN =
      OPEN_OF_PROCESS
          + " and a.account = :account and %s order by a.audit_id".formatted(Sql.OLD_ENOUGH);

  private static final String READ_BACK =
      OPEN_OF_PROCESS + " and a.audit_id = any (:ids) order by a.audit_id";

  private static final String RELEASE =
      """
      delete from session_audit a
      where a.audit_id = any (:ids) and a.outcome is null and a.attempts = 0 and a.claimed_by = :process
      """;

  private final JdbcClient jdbc;
  private final int process;
  private final ClaimStatements statements;
  private final RecordStatements outcomes;
  private final UpdateStatement updates;

  /**
   * @param process the id of this process
   */
  public JdbcLedger(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
    this.statements = new ClaimStatements(jdbc, process);
    this.outcomes = new RecordStatements(jdbc, process);
    this.updates = new UpdateStatement(jdbc, process);
  }

  @Override
  public List<Claim> claim(Selection selection, int limit) {
    List<Claim> claims = statements.claim(selection, limit, false);
    if (claims.isEmpty() && limit > 0) {
      statements.settleAgain(selection);
      claims = statements.claim(selection, limit, true);
    }
    return claims;
  }

  @Override
  public List<Claim> claimNewest(Selection selection, int limit) {
    return statements.claimNewest(selection, limit);
  }

  @Override
  public List<Claim> takeOver(Selection selection, int limit) {
    return statements.takeOver(selection, limit, false);
  }

  @Override
  public List<Claim> takeOverOfRun(Selection selection, int limit) {
    return statements.takeOver(selection, limit, true);
  }

  @Override
  public List<Claim> own(Selection selection) {
    return jdbc.sql(OWN)
        .params(SelectionParameters.of(selection))
        .param("process", process)
        .query(Claim.class)
        .list();
  }

  @Override
  public int release(Collection<Claim> claims) {
    return jdbc.sql(RELEASE)
        .param("ids", claims.stream().mapToLong(Claim::auditId).toArray())
        .param("process", process)
        .update();
  }

  @Override
  public Map<Long, Claim> readBack(Collection<Long> auditIds) {
    Map<Long, Claim> claims = new HashMap<>();
    jdbc.sql(READ_BACK)
        .param("ids", auditIds.toArray(Long[]::new))
        .param("process", process)
        .query(Claim.class)
        .list()
        .forEach(claim -> claims.put(claim.auditId(), claim));
    return claims;
  }

  @Override
  public List<RecordedOutcome> recorded(Collection<Long> auditIds) {
    return outcomes.recorded(auditIds);
  }

  @Override
  public List<RecordedOutcome> record(Collection<Finding> findings) {
    return outcomes.record(findings);
  }

  @Override
  public Set<Long> recordable(Collection<Finding> findings) {
    return outcomes.recordable(findings);
  }

  @Override
  public List<Claim> update(Collection<ClaimUpdate> changes) {
    return updates.update(changes);
  }
}
