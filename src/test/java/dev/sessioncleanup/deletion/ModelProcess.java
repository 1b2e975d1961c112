package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.JdbcLedger;
import dev.sessioncleanup.audit.Note;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Run;
import dev.sessioncleanup.audit.RunCommand;
import dev.sessioncleanup.audit.Runs;
import dev.sessioncleanup.pacing.Answer;
import dev.sessioncleanup.pacing.JdbcSlots;
import dev.sessioncleanup.pacing.SlotRequest;
import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One process, driven step by step: what it remembers, what it has under way, and its lock. */
final class ModelProcess {
  private static final Duration FLOOR = Duration.ofHours(24);

  /**
   * A granted DELETE; {@code reply} once PAVE has answered, which the process has not heard yet.
   */
  static final class Send {
    final Ticket ticket;
    final String key;
    @Nullable Outcome reply;
    boolean arrived;
    boolean ownerLostItsLock;

    Send(Ticket ticket) {
      this.ticket = ticket;
      this.key = ticket.key();
    }
  }

  final int id;
  final ModelLock lock;
  final JdbcLedger ledger;
  private final JdbcSlots slots;
  private final Run run;
  private final Map<Long, Ticket> tickets = new LinkedHashMap<>();
  final List<Send> sends = new ArrayList<>();

  ModelProcess(JdbcClient jdbc, ModelLock lock, String account) {
    this.lock = lock;
    this.id = lock.id();
    this.ledger = new JdbcLedger(jdbc, id);
    Runs runs = new Runs(jdbc, id);
    this.run = runs.plan(RunCommand.sweep(account, false), Duration.ofDays(7), null);
    runs.start(run.runId(), 0, 0);
    this.slots =
        new JdbcSlots(
            jdbc,
            new JdbcSlots.Terms(account, run.runId(), id, Rate.valueOf("500/s"), FLOOR),
            lock::backendPid);
  }

  void claim(boolean heard) {
    remember(ledger.claim(run.selection(FLOOR), 2, List.of()), heard);
  }

  void takeOver(boolean heard) {
    remember(ledger.takeOver(run.selection(FLOOR), 2), heard);
  }

  /** As the supply does when the pipe is empty. */
  void adopt() {
    if (tickets.isEmpty() && sends.isEmpty()) {
      remember(ledger.own(run.account()), true);
    }
  }

  private void remember(List<Claim> claims, boolean heard) {
    if (heard) {
      claims.forEach(claim -> tickets.put(claim.auditId(), new Ticket(claim)));
    }
  }

  /** Asks for a slot; the send it grants is under way. Unheard, it is found out and undone. */
  @Nullable Send grant(Ticket ticket, boolean heard) {
    Claim claim = ticket.claim;
    var request = new SlotRequest(claim.auditId(), claim.revision(), true);
    Answer.Verdict verdict = slots.ask(List.of(request)).answers().getFirst().verdict();
    if (!heard || verdict == Answer.Verdict.CHANGED) {
      new Reconciliation(ledger).of(List.of(ticket)).forEach(this::forget);
      return null;
    }
    if (verdict == Answer.Verdict.LOST) {
      forget(ticket);
    }
    if (verdict != Answer.Verdict.GRANTED) {
      return null;
    }
    ticket.claim = claim.granted();
    tickets.remove(claim.auditId(), ticket);
    Send send = new Send(ticket);
    sends.add(send);
    return send;
  }

  /** The slot passed unused. Unheard, it is said again, as the recorder does. */
  void forfeit(Send send, boolean heard) {
    sends.remove(send);
    Note note = Note.forfeit(send.ticket.claim);
    if (!heard) {
      ledger.note(List.of(note));
    }
    note(send, note);
  }

  /** PAVE's answer arrives, unless it was lost; the database's answer to the record may be, too. */
  void hear(Send send, boolean answerLost) {
    sends.remove(send);
    Outcome reply = send.reply;
    if (reply == null || answerLost) {
      note(send, new Note(send.ticket.claim, false, false, 0, null, "timeout", null));
      return;
    }
    ledger.record(List.of(new Finding(send.ticket.claim, reply, true, true, 200, null, 1)));
  }

  /** Gives up, as after the last attempt or under a hold. */
  void giveUp(Ticket ticket, Outcome outcome) {
    forget(ticket);
    ledger.record(List.of(Finding.withoutCall(ticket.claim, outcome, "given up")));
  }

  void release(Ticket ticket) {
    if (ticket.claim.attempts() == 0) {
      forget(ticket);
      ledger.release(List.of(ticket.claim));
    }
  }

  private void note(Send send, Note note) {
    List<Claim> noted = ledger.note(List.of(note));
    Claim now =
        noted.isEmpty()
            ? ledger.readBack(List.of(note.claim().auditId())).get(note.claim().auditId())
            : noted.getFirst();
    if (now != null && !tickets.containsKey(now.auditId())) {
      send.ticket.claim = now;
      tickets.put(now.auditId(), send.ticket);
    }
  }

  private void forget(Ticket ticket) {
    tickets.remove(ticket.claim.auditId(), ticket);
  }

  List<Ticket> tickets() {
    return List.copyOf(tickets.values());
  }
}
