package dev.sessioncleanup.deletion;

import java.util.concurrent.atomic.AtomicInteger;

/** How much is in the pipe. Safe for several threads. */
final class Load {
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicInteger unsent = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger arriving = new AtomicInteger();

  /** Before the ticket is on its way to the deciding thread. */
  void put(Ticket ticket) {
    outstanding.incrementAndGet();
    arriving.incrementAndGet();
    if (!ticket.counted) {
      unsent.incrementAndGet();
    }
  }

  /** The deciding thread has it. */
  void entered() {
    arriving.decrementAndGet();
  }

  /** The session counts as sent from its first DELETE on. */
  void sent(Ticket ticket) {
    if (!ticket.counted) {
      ticket.counted = true;
      sent.incrementAndGet();
      if (!ticket.gone) {
        unsent.decrementAndGet();
      }
    }
  }

  void left(Ticket ticket) {
    if (!ticket.counted) {
      unsent.decrementAndGet();
    }
    outstanding.decrementAndGet();
  }

  /** Tickets without an outcome yet. */
  int outstanding() {
    return outstanding.get();
  }

  /** Tickets that do not count as sent yet. */
  int unsent() {
    return unsent.get();
  }

  /** Sessions for which at least one DELETE was sent. */
  int sentSessions() {
    return sent.get();
  }

  /** Tickets on their way to the deciding thread. */
  int arriving() {
    return arriving.get();
  }
}
