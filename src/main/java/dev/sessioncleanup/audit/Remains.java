package dev.sessioncleanup.audit;

import java.util.Collection;

/** What is left to do. Both methods throw Spring's DataAccessException. */
public interface Remains {

  /**
   * Counts what may be claimed, locked rows included.
   *
   * @param setAside sessions that this run leaves alone
   */
  Backlog.Eligible eligible(Selection selection, Collection<String> setAside);

  /** Counts claims in the selection that have no outcome yet. */
  Backlog.OpenClaims openClaims(Selection selection);
}
