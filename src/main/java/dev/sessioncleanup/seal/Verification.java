package dev.sessioncleanup.seal;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param unknown expected seals that no run has
 * @param miscounted days whose counts are not those of the audit's rows
 * @param unsealed runs that began and are not sealed yet
 * @param notes what a reader should know although it is no proof of a change
 */
public record Verification(
    List<Chain> chains,
    List<String> unknown,
    List<LocalDate> miscounted,
    List<Unsealed> unsealed,
    List<String> notes) {

  /**
   * The chain of an account.
   *
   * @param runs whose outcomes were compared with their seal
   * @param outcomes that were compared, purged ones included
   * @param purged how many of them are purged
   * @param newest the last seal of the chain, null when the account has none
   * @param problems in the order of the chain
   */
  record Chain(
      String account,
      long runs,
      long outcomes,
      long purged,
      @Nullable RunSeal newest,
      List<Problem> problems) {}

  /** A run that does not match its seal. */
  record Problem(long runId, String text) {}

  /** A run without a seal, and why: its state, or interrupted. */
  record Unsealed(long runId, String account, String state) {}

  /** Whether nothing was changed. */
  public boolean isTrue() {
    return unknown.isEmpty()
        && miscounted.isEmpty()
        && chains.stream().allMatch(chain -> chain.problems().isEmpty());
  }
}
