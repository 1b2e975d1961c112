package dev.sessioncleanup.sweep;

import dev.sessioncleanup.ledger.Backlog;

/**
 * The counts of what a run will do.
 *
 * @param count sessions that it will claim from now on, within its limit
 * @param orphans claims of dead processes, from other runs, that it would finish
 * @param eligible all sessions that could be claimed
 * @param leftAlone the sessions that the run does not touch, and the base of
 *     cleanup.guard.max-share
 */
public record Plan(
    long count, long orphans, Backlog.Eligible eligible, Backlog.LeftAlone leftAlone) {

  /** Sessions that the run would claim for itself; claims of other runs are finished first. */
  public long own() {
    return Math.max(0, count - orphans);
  }
}
