package dev.sessioncleanup.deletion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Tickets that wait: for a slot, for their backoff, or for the end of the suspense. Belongs to the
 * pipe's thread.
 */
final class Waiting {
  private final Deque<Ticket> ready = new ArrayDeque<>();
  private final PriorityQueue<Ticket> later =
      new PriorityQueue<>(Comparator.comparingLong(ticket -> ticket.notBefore));
  private final List<Ticket> parked = new ArrayList<>();
  private volatile int fresh;

  void last(Ticket ticket) {
    ready.addLast(ticket);
    fresh = ready.size();
  }

  /** Puts tickets back in front, in their order. */
  void first(List<Ticket> tickets) {
    tickets.reversed().stream().filter(ticket -> !ticket.gone).forEach(ready::addFirst);
    fresh = ready.size();
  }

  /** Not before its time. */
  void later(Ticket ticket) {
    if (!ticket.gone) {
      later.add(ticket);
    }
  }

  /** Until it is known whether PAVE was away. */
  void park(Ticket ticket) {
    if (!ticket.gone) {
      parked.add(ticket);
    }
  }

  /** Takes the ticket out, wherever it waits. */
  void remove(Ticket ticket) {
    ready.remove(ticket);
    later.remove(ticket);
    parked.remove(ticket);
    fresh = ready.size();
  }

  /** Makes those ready whose backoff is over. */
  void collect(long now) {
    while (!later.isEmpty() && later.element().notBefore - now <= 0) {
      ready.addLast(later.remove());
    }
    fresh = ready.size();
  }

  List<Ticket> take(int most) {
    List<Ticket> taken = new ArrayList<>();
    while (taken.size() < most && !ready.isEmpty()) {
      Ticket ticket = ready.removeFirst();
      if (!ticket.gone) {
        taken.add(ticket);
      }
    }
    fresh = ready.size();
    return taken;
  }

  /** Takes a parked ticket out, if it is one. */
  boolean unpark(Ticket ticket) {
    return parked.remove(ticket);
  }

  boolean isEmpty() {
    return ready.isEmpty() && later.isEmpty() && parked.isEmpty();
  }

  boolean onlyParkedLeft() {
    return ready.isEmpty() && later.isEmpty() && !parked.isEmpty();
  }

  /** One ticket to probe with, whatever it waits for. */
  List<Ticket> takeAny() {
    List<Ticket> taken = take(1);
    if (taken.isEmpty() && !later.isEmpty()) {
      return List.of(later.remove());
    }
    return taken.isEmpty() && !parked.isEmpty() ? List.of(parked.removeFirst()) : taken;
  }

  /** When the next backoff is over; far away when none waits. */
  long nextDue(long otherwise) {
    return later.isEmpty() ? otherwise : later.element().notBefore;
  }

  /** How many wait for a slot; may be asked by other threads. */
  int fresh() {
    return fresh;
  }

  List<Ticket> all() {
    List<Ticket> all = new ArrayList<>(ready);
    all.addAll(later);
    all.addAll(parked);
    return all;
  }
}
