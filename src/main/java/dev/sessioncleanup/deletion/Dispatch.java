package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pacing.Answer;
import dev.sessioncleanup.pacing.Grants;
import dev.sessioncleanup.pacing.SlotClock;
import dev.sessioncleanup.pacing.SlotRequest;
import dev.sessioncleanup.pacing.Spacing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Asks for slots and sends off what is granted. Belongs to the pipe's thread. */
final class Dispatch {
  private static final long NAP = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long ALONE = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(40);

  private final Pipe pipe;
  private final Judge judge;
  private final Spacing spacing;
  private final SlotClock clock = new SlotClock();
  private final Set<Ticket> doubtful = new LinkedHashSet<>();
  private final Reconciliation reconciliation;
  private boolean firstIsOut;
  private long firstSlot;
  private long askAt = System.nanoTime();

  Dispatch(Pipe pipe, Judge judge) {
    this.pipe = pipe;
    this.judge = judge;
    this.spacing = pipe.terms.spacing();
    this.reconciliation = new Reconciliation(pipe.parts.ledger());
  }

  /** Asks for as many slots as there may be; returns when the next round is worth it. */
  long round(long now) {
    if (askAt - now > 0) {
      return askAt;
    }
    int room = room(now);
    if (room <= 0) {
      return now + NAP / 10;
    }
    if (!reconciled()) {
      return now;
    }
    List<Ticket> batch = judge.probing() ? judge.probe(now) : pipe.waiting.take(room);
    if (batch.isEmpty()) {
      judge.idle();
      return pipe.waiting.nextDue(now + NAP);
    }
    ask(batch);
    return System.nanoTime();
  }

  /**
   * The very first call goes alone until it is answered or some time passed: it may be the wrong
   * account.
   */
  private int room(long now) {
    int room = Math.min(spacing.slotsAhead(), pipe.terms.maxInFlight() - pipe.inFlight);
    if (!firstIsOut) {
      return Math.min(room, 1);
    }
    return judge.heardAnything() || now - firstSlot > ALONE ? room : 0;
  }

  private void ask(List<Ticket> batch) {
    List<Call.Kind> kinds = batch.stream().map(judge::nextCall).toList();
    List<SlotRequest> requests = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Ticket ticket = batch.get(i);
      boolean send = kinds.get(i) == Call.Kind.DELETE;
      requests.add(new SlotRequest(ticket.claim.auditId(), ticket.claim.revision(), send));
    }
    Grants grants;
    try {
      grants = pipe.parts.slots().ask(requests);
    } catch (RuntimeException failure) {
      doubtful.addAll(batch);
      pipe.waiting.first(batch);
      pipe.patience.failed(failure);
      return;
    }
    clock.observe(System.nanoTime(), grants.serverMicros());
    handle(batch, kinds, grants);
  }

  private void handle(List<Ticket> batch, List<Call.Kind> kinds, Grants grants) {
    List<Ticket> back = new ArrayList<>();
    boolean unlocked = false;
    for (int i = 0; i < batch.size(); i++) {
      Ticket ticket = batch.get(i);
      Answer answer = grants.answers().get(i);
      switch (answer.verdict()) {
        case GRANTED -> launch(ticket, kinds.get(i), answer.slotMicros());
        case WAIT -> {
          back.add(ticket);
          askAt = waitUntil(grants);
        }
        case CHANGED -> {
          back.add(ticket);
          doubtful.add(ticket);
        }
        case LOST -> pipe.drop(ticket);
        case HELD -> refuse(ticket, Outcome.HELD, "held by an operator");
        case NOT_IDLE ->
            refuse(ticket, Outcome.NOT_IDLE, "the tracking database no longer says IDLE");
        case YOUNG -> pipe.setAside(ticket);
        case PAUSED -> {
          back.add(ticket);
          judge.paused();
          askAt = System.nanoTime() + NAP;
        }
        case UNLOCKED -> {
          back.add(ticket);
          unlocked = true;
        }
        case CANCELLED -> {
          back.add(ticket);
          pipe.control.end(Ending.Kind.CANCELLED, "cancelled by an operator");
        }
        case STOPPED -> {
          back.add(ticket);
          pipe.control.end(
              Ending.Kind.UNAVAILABLE,
              "another process took over this run while this one was cut off");
        }
      }
    }
    pipe.waiting.first(back);
    if (unlocked) {
      pipe.parts.suspectLock().run();
      pipe.patience.unlocked();
    } else {
      pipe.patience.answered();
    }
  }

  private void refuse(Ticket ticket, Outcome outcome, String detail) {
    pipe.close(ticket, Finding.withoutCall(ticket.claim, outcome, detail));
  }

  private long waitUntil(Grants grants) {
    long now = System.nanoTime();
    boolean held = (grants.askMicros() - grants.serverMicros()) * 1000 > spacing.interval() + NAP;
    judge.held(held);
    long gather = Math.max(TimeUnit.MILLISECONDS.toNanos(1), GATHERING - spacing.interval());
    return Math.min(clock.nanosOf(grants.askMicros()) + gather, now + LONGEST_WAIT);
  }

  private void launch(Ticket ticket, Call.Kind kind, long slotMicros) {
    long slot = clock.nanosOf(slotMicros);
    if (!firstIsOut) {
      firstIsOut = true;
      firstSlot = slot;
    }
    askAt = spacing.askAfter(slot);
    boolean delete = kind == Call.Kind.DELETE;
    ticket.claim = delete ? ticket.claim.granted() : ticket.claim.touched();
    judge.held(false);
    pipe.inFlight++;
    new Call(pipe, judge, ticket, kind, slotMicros).at(slot, spacing.forfeitAfter());
  }

  private boolean reconciled() {
    if (doubtful.isEmpty()) {
      return true;
    }
    try {
      List<Ticket> lost = reconciliation.of(doubtful);
      doubtful.clear();
      lost.forEach(pipe::drop);
      return true;
    } catch (RuntimeException failure) {
      pipe.patience.failed(failure);
      return false;
    }
  }
}
