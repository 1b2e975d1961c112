package dev.sessioncleanup.seal;

import org.jspecify.annotations.Nullable;

/** The chain of seals of each account. */
public interface Seals {

  /**
   * Seals the runs of the account that have ended and have no seal. Never throws: what cannot be
   * sealed now is sealed after the account's next run.
   */
  void sealEnded(String account);

  /** The seal of the run, 64 hexadecimal digits; null while it has none, or if it is not known. */
  @Nullable String of(long runId);
}
