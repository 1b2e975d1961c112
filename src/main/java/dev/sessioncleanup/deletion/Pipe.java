package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Finding;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
  final Load load = new Load();
  final Tickets tickets;
  private final Inbox inbox;
  private final Tally tally = new Tally();
  private final Dispatch dispatch;
  private final Judge judge;
  private final Thread decider;
  private final Thread writer;
  private volatile boolean closing;

  public Pipe(String name, Parts parts, Terms terms, RunControl control, Patience patience) {
    this.parts = parts;
    this.terms = terms;
    this.control = control;
    this.patience = patience;
    this.inbox = new Inbox(parts.ticker());
    this.recorder = new Recorder(parts.ledger(), patience);
    this.judge = new Judge(this);
    this.tickets = new Tickets(this, judge);
    this.dispatch = new Dispatch(this, judge);
    this.decider = Thread.ofPlatform().name("pipe-" + name).unstarted(() -> guarded(this::decide));
    this.writer = Thread.ofPlatform().name("recorder-" + name).unstarted(() -> guarded(recorder));
    inbox.belongsTo(decider);
    control.onEnd(inbox::wake);
    writer.start();
    decider.start();
  }

  /**
   * Takes claims in, and returns when less than a second of work waits for a slot, so that the next
   * claims are there before it is used up, or when the run ends.
   */
  public void put(Collection<Claim> claims) throws InterruptedException {
    for (Claim claim : claims) {
      Ticket ticket = new Ticket(claim);
      ticket.counted = claim.runId() == terms.runId() && claim.attempts() > 0;
      load.put(ticket);
      tell(() -> tickets.enter(ticket));
    }
    double enough = Math.max(terms.spacing().slotsAhead(), Math.min(500, terms.rate().perSecond()));
    while (load.arriving() + waiting.fresh() > enough && !control.ended()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Records outcomes that needed no call. */
  public void record(Collection<Finding> findings) {
    for (Finding finding : findings) {
      Ticket ticket = new Ticket(finding.claim());
      load.put(ticket);
      tell(
          () -> {
            load.entered();
            tickets.close(ticket, finding);
          });
    }
  }

  /** Claims in the pipe that have no outcome yet. */
  public int outstanding() {
    return load.outstanding();
  }

  /** Claims in the pipe that do not count as sent yet. */
  public int unsent() {
    return load.unsent();
  }

  /** Sessions for which this pipe sent at least one DELETE. */
  public int sentSessions() {
    return load.sentSessions();
  }

  /** Sessions that this run leaves alone, undone. */
  public Set<String> setAside() {
    return tickets.setAside();
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
    inbox.wake();
    decider.join();
    recorder.close();
    writer.join();
  }

  private void decide() {
    try {
      dispatch();
    } catch (DatabaseAwayException away) {
      log.debug("No more is sent: the database was given up.", away);
    }
    windDown();
  }

  private void dispatch() {
    parts.pave().warmUp();
    while (!control.ended() && !(closing && outstanding() == 0)) {
      inbox.read();
      long now = parts.ticker().nanos();
      judge.presence().tick(now);
      waiting.collect(now);
      boolean room = recorder.backlog() < RECORDER_BACKLOG;
      long napUntil = room ? dispatch.round(now) : now + LONGEST_NAP / 10;
      inbox.nap(Math.min(napUntil, now + LONGEST_NAP));
    }
  }

  /** Until nobody puts claims in any more: what comes behind the run's end is released, too. */
  private void windDown() {
    while ((!closing || busy()) && writer.isAlive() && !control.outOfTime()) {
      inbox.read();
      inbox.nap(parts.ticker().nanos() + LONGEST_NAP / 50);
    }
    tickets.release(waiting.all().stream().filter(ticket -> ticket.claim.attempts() == 0).toList());
  }

  private boolean busy() {
    return judge.presence().callsUnderWay() > 0 || recorder.backlog() > 0 || !inbox.isEmpty();
  }

  /** Runs it on the deciding thread. */
  void tell(Runnable message) {
    inbox.tell(message);
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
