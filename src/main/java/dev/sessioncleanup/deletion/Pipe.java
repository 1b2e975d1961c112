package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.Note;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pave.SessionKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where claims become outcomes: grant, send, record. One thread decides, calls run on virtual
 * threads, and a recorder writes; everything reaches the deciding thread through its inbox. The
 * pipe is never drained between chunks.
 */
public final class Pipe implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pipe.class);
  private static final long LONGEST_NAP = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int RECORDER_BACKLOG = 1000;

  final Parts parts;
  final Terms terms;
  final RunControl control;
  final Patience patience;
  final Recorder recorder;
  final Waiting waiting = new Waiting();
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicInteger unsent = new AtomicInteger();
  private final AtomicInteger sentSessions = new AtomicInteger();
  private final Set<String> setAside = ConcurrentHashMap.newKeySet();
  private final Tally tally = new Tally();
  private final Dispatch dispatch;
  private final Judge judge;
  private final Thread decider;
  private final Thread writer;
  private volatile boolean closing;
  int inFlight;

  public Pipe(String name, Parts parts, Terms terms, RunControl control, Patience patience) {
    this.parts = parts;
    this.terms = terms;
    this.control = control;
    this.patience = patience;
    this.recorder = new Recorder(parts.ledger(), patience);
    this.judge = new Judge(this);
    this.dispatch = new Dispatch(this, judge);
    this.decider = Thread.ofPlatform().name("pipe-" + name).unstarted(() -> guarded(this::decide));
    this.writer = Thread.ofPlatform().name("recorder-" + name).unstarted(() -> guarded(recorder));
    control.onEnd(this::wake);
    writer.start();
    decider.start();
  }

  /** Takes claims in, and returns when the pipe has room for more or the run ends. */
  public void put(Collection<Claim> claims) throws InterruptedException {
    outstanding.addAndGet(claims.size());
    unsent.addAndGet(claims.size());
    for (Claim claim : claims) {
      Ticket ticket = new Ticket(claim);
      ticket.counted = claim.runId() == terms.runId() && claim.attempts() > 0;
      if (ticket.counted) {
        unsent.decrementAndGet();
      }
      tell(() -> enter(ticket));
    }
    while (waiting.fresh() > terms.spacing().slotsAhead() && !control.ended()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Records outcomes that needed no call. */
  public void record(Collection<Finding> findings) {
    outstanding.addAndGet(findings.size());
    unsent.addAndGet(findings.size());
    findings.forEach(finding -> tell(() -> close(new Ticket(finding.claim()), finding)));
  }

  /** Claims in the pipe that have no outcome yet. */
  public int outstanding() {
    return outstanding.get();
  }

  /** Claims in the pipe that do not count as sent yet. */
  public int unsent() {
    return unsent.get();
  }

  /** Sessions for which this pipe sent at least one DELETE. */
  public int sentSessions() {
    return sentSessions.get();
  }

  /** Sessions that this run leaves alone, undone. */
  public Set<String> setAside() {
    return setAside;
  }

  public Tally tally() {
    return tally;
  }

  /**
   * Lets calls under way finish, records them, releases claims without an attempt, and ends the
   * threads.
   */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    wake();
    decider.join();
    recorder.close();
    writer.join();
  }

  private void decide() {
    while (!control.ended() && !(closing && outstanding.get() == 0)) {
      readInbox();
      long now = System.nanoTime();
      judge.tick(now);
      waiting.collect(now);
      boolean room = recorder.backlog() < RECORDER_BACKLOG;
      long napUntil = room ? dispatch.round(now) : now + LONGEST_NAP / 10;
      nap(Math.min(napUntil, now + LONGEST_NAP));
    }
    windDown();
  }

  private void windDown() {
    while (busy() && writer.isAlive() && !control.outOfTime()) {
      readInbox();
      nap(System.nanoTime() + LONGEST_NAP / 50);
    }
    List<Claim> unattempted =
        waiting.all().stream().map(t -> t.claim).filter(claim -> claim.attempts() == 0).toList();
    if (!unattempted.isEmpty()) {
      patience.insist(() -> parts.ledger().release(unattempted));
      log.debug("Released {} claims without an attempt.", unattempted.size());
    }
  }

  private boolean busy() {
    return inFlight > 0 || recorder.backlog() > 0 || !inbox.isEmpty();
  }

  private void nap(long until) {
    if (inbox.isEmpty()) {
      long nanos = until - System.nanoTime();
      if (nanos > 0) {
        LockSupport.parkNanos(nanos);
      }
    }
  }

  private void readInbox() {
    for (Runnable message = inbox.poll(); message != null; message = inbox.poll()) {
      message.run();
    }
  }

  private void wake() {
    LockSupport.unpark(decider);
  }

  /** Runs it on the deciding thread. */
  void tell(Runnable message) {
    inbox.add(message);
    wake();
  }

  private void enter(Ticket ticket) {
    String problem = SessionKey.problem(ticket.key());
    if (problem == null) {
      waiting.last(ticket);
      return;
    }
    String detail = problem + "; PAVE cannot be asked about it. Correct the tracking row.";
    close(ticket, Finding.withoutCall(ticket.claim, Outcome.FAILED, detail));
  }

  /** The ticket's last stop: its outcome is recorded. */
  void close(Ticket ticket, Finding finding) {
    recorder.record(
        finding,
        recorded ->
            tell(
                () -> {
                  if (recorded != null) {
                    tally.recorded(recorded);
                    judge.onRecord(finding, recorded);
                  }
                  drop(ticket);
                }));
  }

  /** Writes on the open row, then goes on with the claim as it is now. */
  void note(Ticket ticket, Note note, Runnable then) {
    recorder.note(
        note,
        claim ->
            tell(
                () -> {
                  if (claim == null) {
                    drop(ticket);
                  } else {
                    ticket.claim = claim;
                    then.run();
                  }
                }));
  }

  /** The session stays undone in this run. */
  void setAside(Ticket ticket) {
    setAside.add(ticket.key());
    if (ticket.claim.attempts() == 0) {
      patience.insist(() -> parts.ledger().release(List.of(ticket.claim)));
    }
    drop(ticket);
  }

  /** The ticket is out of the pipe. */
  void drop(Ticket ticket) {
    if (ticket.gone) {
      return;
    }
    ticket.gone = true;
    judge.gone(ticket);
    outstanding.decrementAndGet();
    if (!ticket.counted) {
      unsent.decrementAndGet();
    }
  }

  /** The session counts as sent from its first DELETE on. */
  void count(Ticket ticket) {
    if (!ticket.counted) {
      ticket.counted = true;
      sentSessions.incrementAndGet();
      unsent.decrementAndGet();
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (DatabaseAwayException away) {
      log.debug("Gave up waiting for the database.", away);
    } catch (RuntimeException | Error fault) {
      log.error("The run ends on a fault of the program.", fault);
      control.end(Ending.Kind.FAULT, "a fault of the program: " + fault);
    }
  }
}
