package dev.sessioncleanup.simulation;

import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import dev.sessioncleanup.simulation.SimulatedTables.Tracked;
import dev.sessioncleanup.tracking.Standing;
import dev.sessioncleanup.tracking.Standings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The backlog and the tracked states in memory. */
public final class InMemoryBacklog implements Backlog, Standings {
  private final SimulatedTables tables;
  private final int process;

  public InMemoryBacklog(SimulatedTables tables, int process) {
    this.tables = tables;
    this.process = process;
  }

  @Override
  public Eligible eligible(Selection selection) {
    List<Instant> created =
        tables.tracked.values().stream()
            .filter(session -> tables.isEligible(session, selection))
            .map(session -> session.createdAt)
            .sorted(Comparator.naturalOrder())
            .toList();
    return created.isEmpty()
        ? new Eligible(0, null, null)
        : new Eligible(created.size(), created.getFirst(), created.getLast());
  }

  @Override
  public LeftAlone leftAlone(Selection selection) {
    List<Tracked> sessions =
        tables.tracked.values().stream()
            .filter(session -> session.account.equals(selection.account()) && !session.settled)
            .toList();
    long idle = sessions.stream().filter(session -> session.status.equals("IDLE")).count();
    List<Tracked> selected = sessions.stream().filter(s -> isIn(s, selection)).toList();
    long notIdle = selected.stream().filter(session -> !session.status.equals("IDLE")).count();
    long onHold =
        selected.stream()
            .filter(session -> session.status.equals("IDLE") && tables.isHeld(session.key))
            .count();
    return new LeftAlone(idle, notIdle, onHold);
  }

  @Override
  public long orphans(Selection selection) {
    return tables.audit.stream()
        .filter(row -> row.isOpen() && row.account.equals(selection.account()))
        .filter(row -> row.runId != selection.runId() && tables.isInRange(row, selection))
        .filter(row -> tables.isOldEnough(row.key, selection))
        .filter(row -> !tables.isAlive(row.claimedBy) && !tables.isReleasedNext(row))
        .count();
  }

  @Override
  public Left left(Selection selection) {
    List<AuditRow> open =
        tables.audit.stream()
            .filter(row -> row.isOpen() && row.account.equals(selection.account()))
            .filter(row -> tables.isOldEnough(row.key, selection))
            .filter(row -> row.runId == selection.runId() || isIn(row, selection))
            .toList();
    List<AuditRow> others = open.stream().filter(row -> row.claimedBy != process).toList();
    return new Left(
        tables.tracked.values().stream()
            .filter(session -> tables.isClaimable(session, selection))
            .count(),
        open.size() - others.size(),
        others.size(),
        others.stream().mapToLong(row -> row.auditId + row.revision).sum());
  }

  @Override
  public Map<String, Standing> standing(Collection<String> keys, Duration floor) {
    Map<String, Standing> standings = new HashMap<>();
    keys.forEach(key -> standings.put(key, standing(key, floor)));
    return standings;
  }

  private Standing standing(String key, Duration floor) {
    Tracked session = tables.tracked.get(key);
    if (tables.rules.holdsAreAsked() && tables.isHeld(key)) {
      return Standing.HELD;
    }
    if (session == null || !session.status.equals("IDLE")) {
      return tables.isDoubtful(key) ? Standing.DOUBTFUL : Standing.NOT_IDLE;
    }
    return session.createdAt.isBefore(tables.clock().minus(floor))
        ? Standing.STALE
        : Standing.YOUNG;
  }

  private boolean isIn(AuditRow row, Selection selection) {
    Tracked session = tables.tracked.get(row.key);
    return session == null ? selection.createdFrom() == null : isIn(session, selection);
  }

  private static boolean isIn(Tracked session, Selection selection) {
    Instant from = selection.createdFrom();
    return session.createdAt.isBefore(selection.createdBefore())
        && (from == null || !session.createdAt.isBefore(from));
  }
}
