package dev.sessioncleanup.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.simulator.Effect;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.PaveSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the audit with the simulator's own log, session by session. */
public final class Truth {
  private final PaveSimulator pave;
  private final List<Exchange> log;
  private final Map<String, Long> deletes;
  private final Map<String, List<Row>> audit;
  private final Set<String> settled;
  private final Set<String> tracked;

  /** The compared columns of an audit row; an open row has the outcome {@code open}. */
  private record Row(
      String sessionKey, String outcome, String evidence, int attempts, int unanswered) {
    boolean isFinal() {
      return Set.of("removed", "started", "missing").contains(outcome);
    }

    boolean settles() {
      return isFinal() || (outcome.equals("not_idle") && evidence.equals("confirmed"));
    }
  }

  private Truth(SystemUnderTest world) {
    this.pave = world.pave();
    this.log = pave.log();
    this.deletes = pave.deletesByKey();
    this.audit =
        rows(world.jdbc()).stream()
            .collect(Collectors.groupingBy(Row::sessionKey, TreeMap::new, Collectors.toList()));
    this.settled = keys(world.jdbc(), "settled_at is not null");
    this.tracked = keys(world.jdbc(), "true");
  }

  /**
   * Asserts that no claim is open, all outcomes are correct, every removal by PAVE is recorded, and
   * exactly the sessions with a final outcome are settled.
   */
  public static List<String> errors(SystemUnderTest world) {
    return new Truth(world).errors();
  }

  /** Like {@link #errors}, and every send was granted and every grant was sent. */
  public static void assertAuditIsTrue(SystemUnderTest world) {
    Truth truth = new Truth(world);
    assertThat(truth.errors()).as("what the audit has wrong").isEmpty();
    assertThat(truth.attempts()).as("attempts against requests").isEqualTo(truth.deletes);
    assertThat(truth.recordedAsRemoved()).as("removed").isEqualTo(truth.pave.removed());
  }

  /** The outcomes of each session, several of them joined by "and". */
  public static Map<String, String> outcomes(SystemUnderTest world) {
    return rows(world.jdbc()).stream()
        .collect(
            Collectors.toMap(
                Row::sessionKey, Row::outcome, (one, two) -> one + " and " + two, TreeMap::new));
  }

  /** How many outcomes were inferred from a lost reply. */
  public static long inferred(SystemUnderTest world) {
    return rows(world.jdbc()).stream()
        .filter(row -> row.outcome().equals("removed") && row.evidence().equals("inferred"))
        .count();
  }

  private List<String> errors() {
    List<String> errors = new ArrayList<>();
    audit.forEach((key, rows) -> check(key, rows, errors));
    for (String key : pave.removed()) {
      if (!recordedAsRemoved().contains(key)) {
        errors.add(key + " was removed, and no row says so: " + audit.get(key));
      }
    }
    Set<String> unexplained = new TreeSet<>(settled);
    unexplained.removeAll(audit.keySet());
    unexplained.forEach(key -> errors.add(key + " is settled without a row"));
    return errors;
  }

  private void check(String key, List<Row> rows, List<String> errors) {
    long sent = deletes.getOrDefault(key, 0L);
    check(rows.stream().noneMatch(row -> row.outcome().equals("open")), key, "is claimed", errors);
    check(
        rows.stream().filter(Row::isFinal).count() <= 1, key, "has several final outcomes", errors);
    check(
        sent <= rows.stream().mapToInt(Row::attempts).sum(),
        key,
        "was sent %d times, more than granted".formatted(sent),
        errors);
    boolean settles = rows.stream().anyMatch(Row::settles) && tracked.contains(key);
    check(settled.contains(key) == settles, key, "is settled: " + !settles, errors);
    for (Row row : rows) {
      check(!row.isFinal() || isTrue(row), key, "has an untrue outcome", errors);
    }
  }

  private void check(boolean holds, String key, String problem, List<String> errors) {
    if (!holds) {
      errors.add(
          "%s %s: %s, sent %d times, %s at PAVE"
              .formatted(
                  key, problem, audit.get(key), deletes.getOrDefault(key, 0L), pave.statusOf(key)));
    }
  }

  private boolean isTrue(Row row) {
    String there = pave.statusOf(row.sessionKey());
    boolean doubt =
        audit.getOrDefault(row.sessionKey(), List.of()).stream()
            .anyMatch(each -> each.unanswered() > 0);
    if (row.evidence().equals("inferred")) {
      return row.outcome().equals("removed")
          && (there.equals("removed") || (there.equals("missing") && doubt));
    }
    return switch (row.outcome()) {
      case "removed" -> there.equals("removed") && wordOfRemoval(row.sessionKey());
      case "missing" -> there.equals("missing");
      default -> !Set.of("removed", "missing", "idle").contains(there);
    };
  }

  /** Whether PAVE ever answered that it removed the session. */
  private boolean wordOfRemoval(String key) {
    return log.stream()
        .filter(exchange -> exchange.sessionKey().equals(key))
        .anyMatch(exchange -> exchange.effect() == Effect.REMOVED && exchange.status() == 200);
  }

  private Map<String, Long> attempts() {
    Map<String, Long> attempts = new TreeMap<>();
    audit.forEach((key, rows) -> attempts.put(key, rows.stream().mapToLong(Row::attempts).sum()));
    attempts.values().removeIf(count -> count == 0);
    return attempts;
  }

  private Set<String> recordedAsRemoved() {
    return audit.values().stream()
        .flatMap(List::stream)
        .filter(row -> row.outcome().equals("removed"))
        .map(Row::sessionKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Row> rows(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select a.session_key, coalesce(a.outcome, 'open') as outcome, coalesce(a.evidence, '') as evidence,
                   a.attempts, a.unanswered
            from session_audit a
            order by a.audit_id
            """)
        .query(Row.class)
        .list();
  }

  private static Set<String> keys(JdbcClient jdbc, String condition) {
    return Set.copyOf(
        jdbc.sql("select session_key from tracked_session where " + condition)
            .query(String.class)
            .list());
  }
}
