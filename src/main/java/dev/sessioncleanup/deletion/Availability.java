package dev.sessioncleanup.deletion;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells a PAVE that is away from sessions that it never answers. Silent attempts are held in
 * suspense until that is known: they count for their sessions when PAVE answers others, and are
 * forgiven when it answers nobody.
 *
 * <p>Five in a row, of several sessions, are an outage, also when PAVE is back by the time of the
 * first probe. But sessions that never get a reply come together, too, at the end of a run at the
 * latest, and PAVE is there whenever it is probed. So an outage that no probe has seen is forgiven
 * a session once; the next one counts for it. Belongs to one thread.
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
    return away || suspected || outage();
  }

  private boolean outage() {
    return silences >= SILENCES && (silentKeys.size() > 1 || nothingSent);
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
      suspects.add(ticket);
    }
  }

  /** A call was answered, whatever the answer: returns those whose suspense is over. */
  List<Ticket> answered() {
    boolean outage = outage();
    List<Ticket> decided = List.copyOf(suspects);
    for (Ticket ticket : decided) {
      if (outage && !ticket.pardoned) {
        ticket.pardoned = true;
        ticket.forgive();
      } else {
        ticket.charge();
      }
    }
    reset();
    away = false;
    return decided;
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
