package dev.sessioncleanup.seal;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The chain of seals of each account. */
public interface Seals {

  /**
   * Seals the runs of the account that have ended and have no seal, one after the other. Never
   * throws: what is not sealed now is sealed by the account's next sweep.
   *
   * @param stopped whether there is no more time: then no other run follows the current one
   */
  void sealEnded(String account, BooleanSupplier stopped);

  /**
   * Counts the outcomes of past days, which makes reports over months fast. Never throws: what is
   * not counted is counted by the next sweep, and reports read its rows until then.
   *
   * @param stopped whether there is no more time: then no other day follows the current one
   */
  void countDays(BooleanSupplier stopped);

  /** The seal of the run, 64 hexadecimal digits; null while it has none, or if it is not known. */
  @Nullable String of(long runId);
}
