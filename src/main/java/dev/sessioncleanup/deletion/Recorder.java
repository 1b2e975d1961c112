package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.Ledger;
import dev.sessioncleanup.audit.Note;
import dev.sessioncleanup.audit.Recorded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was found out, in small batches as it arrives, on a thread of its own. What cannot be
 * written is kept until the database is back. The answers are given on this thread.
 */
final class Recorder implements Runnable {
  private static final int BATCH = 200;
  // One statement for each reply would cost the database more than all the rest together.
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(20);

  private final Ledger ledger;
  private final Patience patience;
  private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
  private final AtomicInteger backlog = new AtomicInteger();
  private volatile boolean closed;

  private sealed interface Entry {}

  /** {@code answer} gets what is on record, or null when the claim was lost unrecorded. */
  private record FindingEntry(
      Finding finding, Consumer<@Nullable Recorded> answer, Patience.Outage locked)
      implements Entry {}

  /** {@code answer} gets the claim as it is now, or null when it was lost. */
  private record NoteEntry(Note note, Consumer<@Nullable Claim> answer) implements Entry {}

  Recorder(Ledger ledger, Patience patience) {
    this.ledger = ledger;
    this.patience = patience;
  }

  void record(Finding finding, Consumer<@Nullable Recorded> answer) {
    backlog.incrementAndGet();
    entries.add(new FindingEntry(finding, answer, patience.outage()));
  }

  void note(Note note, Consumer<@Nullable Claim> answer) {
    backlog.incrementAndGet();
    entries.add(new NoteEntry(note, answer));
  }

  /** Entries that have no answer yet. */
  int backlog() {
    return backlog.get();
  }

  /** Ends the thread once all entries are written. */
  void close() {
    closed = true;
  }

  /**
   * @throws DatabaseAwayException when the database was away for too long; what was not written
   *     stays in doubt there
   */
  @Override
  public void run() {
    while (!closed || !entries.isEmpty()) {
      List<Entry> batch = next();
      write(only(FindingEntry.class, batch));
      note(only(NoteEntry.class, batch));
    }
  }

  private List<Entry> next() {
    List<Entry> batch = new ArrayList<>();
    try {
      Entry first = entries.poll(50, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        LockSupport.parkNanos(GATHERING);
        entries.drainTo(batch, BATCH - 1);
      }
    } catch (InterruptedException stop) {
      closed = true; // and not interrupted again: what is here is still to be written
    }
    return batch;
  }

  private void write(List<FindingEntry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Finding> findings = batch.stream().map(FindingEntry::finding).toList();
    Map<Long, Recorded> recorded = byId(patience.insist(() -> ledger.record(findings)));
    List<Finding> rest =
        findings.stream().filter(each -> !recorded.containsKey(each.claim().auditId())).toList();
    Set<Long> open = new HashSet<>();
    if (!rest.isEmpty()) {
      open.addAll(patience.insist(() -> ledger.recordable(rest)));
      // After a commit whose reply was lost, and where another process was first.
      List<Long> ids = rest.stream().map(each -> each.claim().auditId()).toList();
      recorded.putAll(byId(patience.insist(() -> ledger.recorded(ids))));
    }
    boolean busy = false;
    for (FindingEntry entry : batch) {
      boolean locked = !recorded.containsKey(id(entry)) && open.contains(id(entry));
      if (locked && !entry.locked().tooLong()) {
        entries.add(entry);
        busy = true;
      } else {
        if (locked) {
          patience.exhaustedBy(lockedByOthers(entry));
        }
        entry.answer().accept(recorded.get(id(entry)));
        backlog.decrementAndGet();
      }
    }
    if (busy && entries.size() < BATCH) {
      patience.pause();
    }
  }

  private static String lockedByOthers(FindingEntry entry) {
    return "somebody else keeps session %s locked in tracked_session; its outcome could not be recorded"
        .formatted(entry.finding().claim().sessionKey());
  }

  private void note(List<NoteEntry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    Map<Long, Claim> noted = patience.insist(() -> noteOnce(batch));
    for (NoteEntry entry : batch) {
      entry.answer().accept(noted.get(entry.note().claim().auditId()));
      backlog.decrementAndGet();
    }
  }

  /**
   * Bears being called again: a note whose commit was not acknowledged is found by its revision.
   */
  private Map<Long, Claim> noteOnce(List<NoteEntry> batch) {
    List<Note> notes = batch.stream().map(NoteEntry::note).toList();
    Map<Long, Claim> noted =
        ledger.note(notes).stream().collect(Collectors.toMap(Claim::auditId, claim -> claim));
    List<Long> rest =
        notes.stream()
            .map(note -> note.claim().auditId())
            .filter(id -> !noted.containsKey(id))
            .toList();
    if (!rest.isEmpty()) {
      noted.putAll(ledger.readBack(rest));
    }
    return noted;
  }

  private static Map<Long, Recorded> byId(List<Recorded> rows) {
    Map<Long, Recorded> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.auditId(), row));
    return byId;
  }

  private static long id(FindingEntry entry) {
    return entry.finding().claim().auditId();
  }

  private static <T extends Entry> List<T> only(Class<T> kind, List<Entry> batch) {
    return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
