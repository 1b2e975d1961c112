package dev.sessioncleanup.deletion;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells a PAVE that is away from sessions that it never answers. Silent attempts are held in
 * suspense until that is known: they count for their sessions when PAVE answers others, and are
 * forgiven when it answers nobody. Belongs to one thread.
 */
final class Availability {
  private static final int SILENCES = 5;

  private final Set<Ticket> suspects = new LinkedHashSet<>();
  private final Set<String> silentKeys = new HashSet<>();
  private int silences;
  private boolean nothingSent;
  private boolean suspected;
  private boolean away;

  /** Whether calls go one at a time until one of them is answered. */
  boolean probing() {
    return away || suspected || (silences >= SILENCES && (silentKeys.size() > 1 || nothingSent));
  }

  /** Whether PAVE is known to be away: silent attempts cost nothing. */
  boolean away() {
    return away;
  }

  /** A call got no reply at all. */
  void silent(Ticket ticket, boolean nothingWasSent) {
    silences++;
    silentKeys.add(ticket.key());
    nothingSent |= nothingWasSent;
    if (!away) {
      ticket.suspended++;
      ticket.suspendedAfterSending |= !nothingWasSent;
      suspects.add(ticket);
    }
  }

  /** A call was answered, whatever the answer: returns those whose suspended attempts count now. */
  List<Ticket> answered() {
    List<Ticket> charged = List.copyOf(suspects);
    charged.forEach(Ticket::charge);
    reset();
    away = false;
    return charged;
  }

  /** Only silent sessions are left: a probe has to tell whether PAVE is away. */
  void suspect() {
    suspected = true;
  }

  /** The probe got no answer either: returns those whose suspended attempts are forgiven. */
  List<Ticket> foundAway() {
    List<Ticket> forgiven = List.copyOf(suspects);
    forgiven.forEach(Ticket::forgive);
    suspects.clear();
    away = true;
    return forgiven;
  }

  /**
   * Nothing else is left that could be answered: a single session that hangs every time after it
   * was sent is to blame itself. Returns it, charged, or nothing when PAVE may be away.
   */
  List<Ticket> onlySuspect() {
    if (away || suspects.size() != 1 || nothingSent) {
      return List.of();
    }
    return answered();
  }

  /** The ticket is out of the pipe. */
  void gone(Ticket ticket) {
    suspects.remove(ticket);
  }

  private void reset() {
    suspects.clear();
    silentKeys.clear();
    silences = 0;
    nothingSent = false;
    suspected = false;
  }
}
