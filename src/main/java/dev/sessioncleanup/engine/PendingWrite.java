package dev.sessioncleanup.engine;

import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.RecordedOutcome;
import dev.sessioncleanup.runs.DatabaseRetry;
import java.util.List;
import java.util.Optional;

/** An entry that waits to be written, while its worker waits for the result. */
sealed interface PendingWrite {

  /** Lets the worker continue without a result. */
  void giveUp();

  /**
   * An outcome to be recorded.
   *
   * @param locked measures how long another transaction has kept the tracked session locked
   */
  record OfFinding(
      Finding finding, Promise<Optional<RecordedOutcome>> written, DatabaseRetry.Outage locked)
      implements PendingWrite {
    long auditId() {
      return finding.claim().auditId();
    }

    String lockedTooLong() {
      return "the outcome of session %s could not be recorded: another transaction keeps its row in tracked_session locked"
          .formatted(finding.claim().sessionKey());
    }

    @Override
    public void giveUp() {
      written.complete(Optional.empty());
    }
  }

  /** An update of an open claim. */
  record OfUpdate(ClaimUpdate update, Promise<Optional<Claim>> written) implements PendingWrite {
    long auditId() {
      return update.claim().auditId();
    }

    @Override
    public void giveUp() {
      written.complete(Optional.empty());
    }
  }

  /** The entries of one kind. */
  static <T extends PendingWrite> List<T> only(Class<T> kind, List<PendingWrite> batch) {
    return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
