package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.Ledger;
import dev.sessioncleanup.audit.Note;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Recorded;
import dev.sessioncleanup.audit.Remains;
import dev.sessioncleanup.audit.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger in memory, with the rules of the one in PostgreSQL. */
final class FakeLedger implements Ledger, Remains {
  static final int US = 1;

  private final FrailConnection connection;
  private final Set<String> tracked = new LinkedHashSet<>();
  private final Set<String> settled = new HashSet<>();
  private final Set<String> locked = new HashSet<>();
  private final Set<Integer> dead = new HashSet<>();
  private final Map<Long, Row> rows = new LinkedHashMap<>();
  private long others;
  private long movement;
  private long lookedAt;
  private long lastId;

  /** A row of the audit. */
  record Row(Claim claim, int claimedBy, @Nullable Outcome outcome, boolean inferred) {

    boolean open() {
      return outcome == null;
    }

    Row with(Claim changed) {
      return new Row(changed, claimedBy, outcome, inferred);
    }
  }

  FakeLedger(FrailConnection connection) {
    this.connection = connection;
  }

  synchronized void track(String... keys) {
    tracked.addAll(List.of(keys));
  }

  /** Somebody else has the tracked session locked when its outcome is to be recorded. */
  synchronized void lockAfterClaim(String key) {
    locked.add(key);
  }

  /** So many claims of living processes are open in the selection, and they got on with them. */
  synchronized void others(int claims) {
    others = claims;
    movement++;
  }

  /** Whether it was asked what is left since others last moved. */
  synchronized boolean lookedAt() {
    return lookedAt == movement;
  }

  synchronized void unlock(String key) {
    locked.remove(key);
  }

  /** An open row of another process, which is dead. */
  synchronized Claim orphan(long run, String key, int attempts, int unanswered) {
    dead.add(99);
    Claim claim = new Claim(++lastId, run, key, attempts, attempts, unanswered, 0);
    rows.put(claim.auditId(), new Row(claim, 99, null, false));
    return claim;
  }

  /** A row that an earlier run recorded. */
  synchronized void earlier(String key, Outcome outcome, int unanswered) {
    Claim claim = new Claim(++lastId, 0, key, 1, 1, unanswered, 0);
    rows.put(claim.auditId(), new Row(claim, 99, outcome, false));
  }

  synchronized List<Row> rowsOf(String key) {
    return rows.values().stream().filter(row -> row.claim().sessionKey().equals(key)).toList();
  }

  synchronized List<Row> openRows() {
    return rows.values().stream().filter(Row::open).toList();
  }

  synchronized long count(Outcome outcome) {
    return rows.values().stream().filter(row -> row.outcome() == outcome).count();
  }

  /** The row of a claim; null when there is none. */
  synchronized @Nullable Row row(long auditId) {
    return rows.get(auditId);
  }

  /** What a grant does to the row of a claim. */
  synchronized void granted(Claim claim, boolean send) {
    rows.computeIfPresent(
        claim.auditId(),
        (id, row) -> row.with(send ? row.claim().granted() : row.claim().touched()));
  }

  @Override
  public List<Claim> claim(Selection selection, int limit, Collection<String> setAside) {
    return call(
        "claim",
        () -> {
          List<Claim> claims = new ArrayList<>();
          eligible(setAside).limit(limit).toList().stream()
              .map(key -> new Claim(++lastId, selection.runId(), key, 0, 0, 0, 0))
              .forEach(
                  claim -> {
                    rows.put(claim.auditId(), new Row(claim, US, null, false));
                    claims.add(claim);
                  });
          return claims;
        });
  }

  @Override
  public List<Claim> takeOver(Selection selection, int limit) {
    return takeOver(limit, row -> true);
  }

  @Override
  public List<Claim> takeOverOfRun(Selection selection, int limit) {
    return takeOver(limit, row -> row.claim().runId() == selection.runId());
  }

  @Override
  public long orphans(Selection selection) {
    return call(
        "orphans",
        () -> orphaned().filter(row -> row.claim().runId() != selection.runId()).count());
  }

  private Stream<Row> orphaned() {
    return rows.values().stream().filter(row -> row.open() && dead.contains(row.claimedBy()));
  }

  private List<Claim> takeOver(int limit, Predicate<Row> which) {
    return call(
        "takeOver",
        () ->
            orphaned().filter(which).limit(limit).toList().stream()
                .map(row -> new Row(row.claim().touched(), US, null, false))
                .peek(row -> rows.put(row.claim().auditId(), row))
                .map(Row::claim)
                .toList());
  }

  @Override
  public List<Claim> own(String account) {
    return call("own", () -> own(claim -> true));
  }

  @Override
  public int release(Collection<Claim> claims) {
    return call(
        "release",
        () -> {
          List<Claim> released = own(claim -> claim.attempts() == 0 && isOf(claims, claim));
          released.forEach(claim -> rows.remove(claim.auditId()));
          return released.size();
        });
  }

  @Override
  public Map<Long, Claim> readBack(Collection<Long> auditIds) {
    return call(
        "readBack",
        () -> {
          Map<Long, Claim> found = new HashMap<>();
          own(claim -> auditIds.contains(claim.auditId())).forEach(c -> found.put(c.auditId(), c));
          return found;
        });
  }

  @Override
  public List<Recorded> recorded(Collection<Long> auditIds) {
    return call(
        "recorded",
        () ->
            rows.values().stream()
                .filter(row -> auditIds.contains(row.claim().auditId()))
                .flatMap(FakeLedger::recorded)
                .toList());
  }

  @Override
  public List<Recorded> record(Collection<Finding> findings) {
    return call("record", () -> findings.stream().flatMap(this::record).toList());
  }

  @Override
  public Set<Long> recordable(Collection<Finding> findings) {
    return call(
        "recordable",
        () ->
            findings.stream()
                .filter(finding -> recordable(finding))
                .map(finding -> finding.claim().auditId())
                .collect(Collectors.toSet()));
  }

  private boolean recordable(Finding finding) {
    Row row = rows.get(finding.claim().auditId());
    return row != null && row.open() && (row.claimedBy() == US || finding.provesItself());
  }

  @Override
  public List<Claim> note(Collection<Note> notes) {
    return call("note", () -> notes.stream().flatMap(this::note).toList());
  }

  @Override
  public Left left(Selection selection, Collection<String> setAside) {
    return call(
        "left",
        () -> {
          long own = own(claim -> true).size();
          lookedAt = movement;
          return new Left(
              eligible(setAside).count(), own, openRows().size() - own + others, movement);
        });
  }

  private <T> T call(String method, Supplier<T> work) {
    return connection.call(
        method,
        () -> {
          synchronized (this) {
            return work.get();
          }
        });
  }

  private Stream<String> eligible(Collection<String> setAside) {
    Set<String> seen = new HashSet<>(setAside);
    seen.addAll(settled);
    rows.values().stream()
        .filter(row -> row.claim().runId() != 0)
        .forEach(row -> seen.add(row.claim().sessionKey()));
    return tracked.stream().filter(key -> !seen.contains(key));
  }

  private List<Claim> own(Predicate<Claim> condition) {
    return rows.values().stream()
        .filter(row -> row.open() && row.claimedBy() == US)
        .map(Row::claim)
        .filter(condition)
        .toList();
  }

  private static boolean isOf(Collection<Claim> claims, Claim claim) {
    return claims.stream().anyMatch(each -> each.auditId() == claim.auditId());
  }

  private static Stream<Recorded> recorded(Row row) {
    Outcome outcome = row.outcome();
    return outcome == null
        ? Stream.of()
        : Stream.of(new Recorded(row.claim().auditId(), outcome, row.inferred()));
  }

  private Stream<Recorded> record(Finding finding) {
    Row row = rows.get(finding.claim().auditId());
    if (row == null || !row.open() || locked.contains(row.claim().sessionKey())) {
      return Stream.of();
    }
    if (row.claimedBy() != US && !finding.provesItself()) {
      return Stream.of();
    }
    int unanswered = Math.max(0, row.claim().unanswered() - (finding.answersSend() ? 1 : 0));
    boolean missing = finding.outcome() == Outcome.MISSING;
    boolean doubt = unanswered > 0 || unansweredElsewhere(row);
    Claim claim = changed(row.claim(), row.claim().attempts(), unanswered, 0);
    Outcome outcome = missing && doubt ? Outcome.REMOVED : finding.outcome();
    Row recorded = new Row(claim, row.claimedBy(), outcome, missing ? doubt : !finding.confirmed());
    rows.put(claim.auditId(), recorded);
    if (outcome != Outcome.FAILED && outcome != Outcome.HELD && finding.confirmed()) {
      settled.add(claim.sessionKey());
    }
    return recorded(recorded);
  }

  private boolean unansweredElsewhere(Row row) {
    return rowsOf(row.claim().sessionKey()).stream()
        .anyMatch(o -> o.claim().auditId() != row.claim().auditId() && o.claim().unanswered() > 0);
  }

  private Stream<Claim> note(Note note) {
    Row row = rows.get(note.claim().auditId());
    if (row == null
        || !row.open()
        || row.claimedBy() != US
        || row.claim().revision() != note.claim().revision()) {
      return Stream.of();
    }
    Claim was = row.claim();
    Claim claim =
        changed(
            was,
            was.attempts() - (note.forfeited() ? 1 : 0),
            Math.max(0, was.unanswered() - (note.answered() ? 1 : 0)),
            note.failures());
    rows.put(claim.auditId(), row.with(claim));
    return Stream.of(claim);
  }

  private static Claim changed(Claim was, int attempts, int unanswered, int moreFailures) {
    return new Claim(
        was.auditId(),
        was.runId(),
        was.sessionKey(),
        was.revision() + 1,
        attempts,
        unanswered,
        was.failures() + moreFailures);
  }
}
