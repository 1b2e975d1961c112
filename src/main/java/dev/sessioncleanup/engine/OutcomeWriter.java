package dev.sessioncleanup.engine;

import dev.sessioncleanup.concurrent.BatchQueue;
import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.RecordedOutcome;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.DatabaseUnavailableException;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes outcomes and updates of claims. Workers block while one thread writes for all of them in
 * small batches. Entries are kept while the database is unavailable. Safe for use by many threads.
 */
final class OutcomeWriter implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(OutcomeWriter.class);
  private static final int BATCH = 200;
  private static final int MAX_PENDING = 1000;
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);
  private final LedgerWrites writes;
  private final DatabaseRetry retry;
  private final RunControl control;
  private final Scheduler scheduler;
  private final BatchQueue<PendingWrite> entries;
  private final AtomicInteger pending = new AtomicInteger();
  private volatile boolean gaveUp;

  OutcomeWriter(LedgerWrites writes, DatabaseRetry retry, RunControl control, Scheduler scheduler) {
    this.writes = writes;
    this.retry = retry;
    this.control = control;
    this.scheduler = scheduler;
    this.entries = new BatchQueue<>(scheduler);
  }

  /**
   * Records an outcome and waits until it is written. Empty when the claim was lost or the database
   * was unavailable for too long.
   */
  Optional<RecordedOutcome> record(Finding finding) {
    return enqueue(finding).await();
  }

  List<RecordedOutcome> record(List<Finding> findings) {
    return findings.stream().map(this::enqueue).toList().stream()
        .flatMap(written -> written.await().stream())
        .toList();
  }

  /** Updates an open claim and waits for its new state. Empty as for {@link #record}. */
  Optional<Claim> update(ClaimUpdate update) {
    Promise<Optional<Claim>> written = new Promise<>(scheduler);
    enqueue(new PendingWrite.OfUpdate(update, written));
    return written.await();
  }

  boolean isBehind() {
    return pending.get() >= MAX_PENDING;
  }

  boolean gaveUp() {
    return gaveUp;
  }

  /** Ends once everything is written. */
  void close() {
    entries.close();
  }

  @Override
  public void run() {
    List<PendingWrite> batch = List.of();
    try {
      for (batch = entries.take(BATCH, GATHER);
          !batch.isEmpty();
          batch = entries.take(BATCH, GATHER)) {
        recordAll(PendingWrite.only(PendingWrite.OfFinding.class, batch));
        updateAll(PendingWrite.only(PendingWrite.OfUpdate.class, batch));
      }
    } catch (DatabaseUnavailableException givenUp) {
      log.debug("Outcomes that were not written stay open for the next run.", givenUp);
    } finally {
      gaveUp = true;
      batch.forEach(PendingWrite::giveUp);
      entries.poll(Integer.MAX_VALUE).forEach(PendingWrite::giveUp);
    }
  }

  private Promise<Optional<RecordedOutcome>> enqueue(Finding finding) {
    Promise<Optional<RecordedOutcome>> written = new Promise<>(scheduler);
    enqueue(new PendingWrite.OfFinding(finding, written, retry.outage()));
    return written;
  }

  private void enqueue(PendingWrite entry) {
    pending.incrementAndGet();
    entries.add(entry);
    if (gaveUp) {
      entry.giveUp();
    }
  }

  private void recordAll(List<PendingWrite.OfFinding> batch) {
    LedgerWrites.Outcomes outcomes =
        writes.record(batch.stream().map(PendingWrite.OfFinding::finding).toList());
    int lockedRows = 0;
    for (PendingWrite.OfFinding entry : batch) {
      long id = entry.auditId();
      if (outcomes.locked().contains(id) && keepTrying(entry)) {
        entries.add(entry);
        lockedRows++;
      } else {
        entry.written().complete(Optional.ofNullable(outcomes.recorded().get(id)));
        pending.decrementAndGet();
      }
    }
    if (lockedRows > 0 && (lockedRows == batch.size() || entries.size() < BATCH)) {
      retry.pause();
    }
  }

  /** Another transaction has locked the tracked session. When that lasts too long, the run ends. */
  private boolean keepTrying(PendingWrite.OfFinding entry) {
    boolean tooLong = entry.locked().tooLong();
    if (tooLong) {
      control.end(Ending.Kind.UNAVAILABLE, entry.lockedTooLong());
    }
    return !tooLong;
  }

  private void updateAll(List<PendingWrite.OfUpdate> batch) {
    Map<Long, Claim> updated =
        writes.update(batch.stream().map(PendingWrite.OfUpdate::update).toList());
    for (PendingWrite.OfUpdate entry : batch) {
      entry.written().complete(Optional.ofNullable(updated.get(entry.auditId())));
      pending.decrementAndGet();
    }
  }
}
