package dev.sessioncleanup.audit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The audit table as the job's memory. Every method is one short committed transaction and compares
 * before it sets; every method throws Spring's DataAccessException, after which what was asked for
 * may or may not have happened: {@link #readBack} tells.
 */
public interface Ledger {

  /**
   * Claims the oldest eligible sessions; those that failed in an earlier run come last.
   *
   * @param limit at most so many, 0 or more
   * @param setAside sessions that this run leaves alone
   */
  List<Claim> claim(Selection selection, int limit, Collection<String> setAside);

  /**
   * Takes over open claims of dead processes, of any run of the account; with a lower bound in the
   * selection only those of its own run and of sessions created within it.
   */
  List<Claim> takeOver(Selection selection, int limit);

  /** Takes over open claims of dead processes, but only those of the selection's own run. */
  List<Claim> takeOverOfRun(Selection selection, int limit);

  /** All open claims of this process in the account. */
  List<Claim> own(String account);

  /** Deletes claims that were never attempted; returns how many. */
  int release(Collection<Claim> claims);

  /** The claims as they are now, of those that are still open and this process's. */
  Map<Long, Claim> readBack(Collection<Long> auditIds);

  /** The outcomes on record, of those that have one. */
  List<Recorded> recorded(Collection<Long> auditIds);

  /**
   * Records outcomes and settles their sessions. Left out of the answer: claims that are recorded
   * already or no longer this process's, and those whose tracked session somebody else has locked
   * at the moment.
   */
  List<Recorded> record(Collection<Finding> findings);

  /**
   * The rows, by id, in which these findings may still be recorded: open ones of this process, and
   * for a reply that proves itself open ones of anybody.
   */
  Set<Long> recordable(Collection<Finding> findings);

  /**
   * Writes on open claims of this process; returns the claims that took the note, as they are now.
   */
  List<Claim> note(Collection<Note> notes);
}
