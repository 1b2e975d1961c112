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
  private static final int CLOCK_READINGS = 5;
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(40);

  final Pipe pipe;
  final Judge judge;
  private final Presence presence;
  private final Spacing spacing;
  private final Room room;
  private final SlotClock clock = new SlotClock();
  private final Set<Ticket> doubtful = new LinkedHashSet<>();
  private final Reconciliation reconciliation;
  private final Ticker ticker;
  private final Patience.Outage grants;
  private final Patience.Outage lock;
  private long askAt;

  Dispatch(Pipe pipe, Judge judge) {
    this.pipe = pipe;
    this.judge = judge;
    this.presence = judge.presence();
    this.spacing = pipe.terms.spacing();
    this.room = new Room(pipe.terms, pipe.tally());
    this.reconciliation = new Reconciliation(pipe.parts.ledger());
    this.ticker = pipe.parts.ticker();
    this.grants = pipe.patience.outage();
    this.lock = pipe.patience.outage();
    this.askAt = ticker.nanos();
  }

  /** Asks for as many slots as there may be; returns when the next round is worth it. */
  long round(long now) {
    if (askAt - now > 0) {
      return askAt;
    }
    int left = room.left(presence.callsUnderWay(), presence.heardAnything(), now);
    room.full(left <= 0 && presence.heardAnything() && pipe.waiting.fresh() > 0, now);
    if (left <= 0) {
      return now + NAP / 10;
    }
    if (!reconciled()) {
      return now;
    }
    List<Ticket> batch = presence.probing() ? presence.probe(now) : pipe.waiting.take(left);
    if (batch.isEmpty()) {
      grants.over();
      presence.idle();
      return pipe.waiting.nextDue(now + NAP);
    }
    ask(batch);
    return ticker.nanos();
  }

  private void ask(List<Ticket> batch) {
    List<Call.Kind> kinds = batch.stream().map(judge::nextCall).toList();
    List<SlotRequest> requests = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Ticket ticket = batch.get(i);
      boolean send = kinds.get(i) == Call.Kind.DELETE;
      requests.add(new SlotRequest(ticket.claim.auditId(), ticket.claim.revision(), send));
    }
    Grants granted;
    try {
      readClock();
      granted = pipe.parts.slots().ask(requests);
    } catch (RuntimeException failure) {
      doubtful.addAll(batch);
      pipe.waiting.first(batch);
      presence.held(true);
      grants.failed(failure);
      return;
    }
    grants.over();
    clock.observe(ticker.nanos(), granted.serverMicros());
    pipe.tally().paced(granted.pace());
    handle(batch, kinds, granted);
  }

  /**
   * The first replies of a database come slowly; slots placed by one of them would be late, and
   * crowd those that follow.
   */
  private void readClock() {
    int readings = clock.isEmpty() ? CLOCK_READINGS : 0;
    for (int i = 0; i < readings; i++) {
      long micros = pipe.parts.slots().clock();
      clock.observe(ticker.nanos(), micros);
    }
  }

  private void handle(List<Ticket> batch, List<Call.Kind> kinds, Grants granted) {
    List<Ticket> back = new ArrayList<>();
    boolean unlocked = false;
    for (int i = 0; i < batch.size(); i++) {
      Ticket ticket = batch.get(i);
      Answer answer = granted.answers().get(i);
      switch (answer.verdict()) {
        case GRANTED -> launch(ticket, kinds.get(i), answer.slotMicros());
        case WAIT -> {
          back.add(ticket);
          askAt = waitUntil(granted);
        }
        case CHANGED -> {
          back.add(ticket);
          doubtful.add(ticket);
        }
        case LOST -> pipe.tickets.drop(ticket);
        case HELD -> refuse(ticket, Outcome.HELD, "held by an operator");
        case NOT_IDLE ->
            refuse(ticket, Outcome.NOT_IDLE, "the tracking database no longer says IDLE");
        case YOUNG -> pipe.tickets.setAside(ticket);
        case PAUSED -> {
          back.add(ticket);
          presence.held(true);
          askAt = ticker.nanos() + NAP;
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
      presence.held(true);
      lock.goesOn("the lock that shows that this process is alive is not held");
    } else {
      lock.over();
    }
  }

  private void refuse(Ticket ticket, Outcome outcome, String detail) {
    pipe.tickets.close(ticket, Finding.withoutCall(ticket.claim, outcome, detail));
  }

  private long waitUntil(Grants granted) {
    long now = ticker.nanos();
    boolean held = (granted.askMicros() - granted.serverMicros()) * 1000 > spacing.interval() + NAP;
    presence.silenced(held);
    long gather = Math.max(TimeUnit.MILLISECONDS.toNanos(1), GATHERING - spacing.interval());
    return Math.min(clock.nanosOf(granted.askMicros()) + gather, now + LONGEST_WAIT);
  }

  private void launch(Ticket ticket, Call.Kind kind, long slotMicros) {
    long slot = clock.nanosOf(slotMicros);
    if (presence.callsUnderWay() == 0) {
      room.entered(slot);
    }
    askAt = spacing.askAfter(slot);
    boolean delete = kind == Call.Kind.DELETE;
    ticket.claim = delete ? ticket.claim.granted() : ticket.claim.touched();
    presence.launched();
    new Call(this, ticket, kind, slotMicros).at(slot, spacing.forfeitAfter());
  }

  /** The slot had passed when its call was to begin. */
  void forfeited() {
    clock.forfeited(ticker.nanos());
  }

  /** A call was made in its slot, and is over. */
  void used() {
    clock.used();
  }

  private boolean reconciled() {
    if (doubtful.isEmpty()) {
      return true;
    }
    try {
      List<Ticket> lost = reconciliation.of(doubtful);
      doubtful.clear();
      lost.forEach(pipe.tickets::drop);
      return true;
    } catch (RuntimeException failure) {
      presence.held(true);
      grants.failed(failure);
      return false;
    }
  }
}
