package dev.sessioncleanup.audit;

import java.util.Collection;

/** What is left to do. */
public interface Remains {

  /**
   * Counts it, all at one moment: between two looks another process could turn what is eligible
   * into its claims, or give claims back.
   *
   * @param setAside sessions that this run leaves alone
   * @throws org.springframework.dao.DataAccessException when the database does not answer
   */
  Left left(Selection selection, Collection<String> setAside);

  /**
   * Claims of dead processes that a run over this selection would finish besides its own.
   *
   * @throws org.springframework.dao.DataAccessException when the database does not answer
   */
  long orphans(Selection selection);

  /**
   * @param eligible sessions that may be claimed, locked ones included
   * @param own open claims of this process
   * @param others open claims of other processes that this run waits for or takes over
   * @param movement changes whenever others get on with their claims
   */
  record Left(long eligible, long own, long others, long movement) {}
}
