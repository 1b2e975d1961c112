package dev.sessioncleanup.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads and writes the audit table, which is the job's only memory. Every method is one short
 * committed transaction and changes a row only if it is in the expected state. Every method throws
 * Spring's DataAccessException. After that the change may or may not be committed: {@link
 * #readBack} and {@link #recorded} show which.
 */
public interface Ledger {

  /**
   * Claims the oldest eligible sessions; those that failed in an earlier run come last.
   *
   * @param limit largest number of claims, 0 or more
   */
  List<Claim> claim(Selection selection, int limit);

  /**
   * Claims the newest eligible sessions, oldest first, but none that failed in an earlier run.
   *
   * @param limit at most so many, 0 or more
   */
  List<Claim> claimNewest(Selection selection, int limit);

  /**
   * Takes over open claims of dead processes, of any run of the account; with a lower bound in the
   * selection only those of its own run and of sessions created within it. Claims that were never
   * attempted are deleted if their run was cancelled.
   */
  List<Claim> takeOver(Selection selection, int limit);

  /** Takes over open claims of dead processes, but only those of the selection's own run. */
  List<Claim> takeOverOfRun(Selection selection, int limit);

  /**
   * Open claims of this process in the account, except those of sessions younger than the minimum
   * age.
   */
  List<Claim> own(Selection selection);

  /**
   * Deletes claims of this process that were never attempted; returns the number of deleted rows.
   */
  int release(Collection<Claim> claims);

  /** The current rows of those claims that are still open and belong to this process, by id. */
  Map<Long, Claim> readBack(Collection<Long> auditIds);

  /** The recorded outcomes of those claims that have one. */
  List<RecordedOutcome> recorded(Collection<Long> auditIds);

  /**
   * Records outcomes and settles their sessions. The result does not contain claims that are
   * already recorded or belong to another process, and claims whose tracked session is locked by
   * another transaction.
   */
  List<RecordedOutcome> record(Collection<Finding> findings);

  /**
   * The ids of the rows in which these findings can still be recorded: open rows of this process,
   * and open rows of any process for a finding that proves itself.
   */
  Set<Long> recordable(Collection<Finding> findings);

  /** Updates open claims of this process; returns the new state of those that were updated. */
  List<Claim> update(Collection<ClaimUpdate> updates);
}
