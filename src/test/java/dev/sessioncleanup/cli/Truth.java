package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges the audit by the simulator's own log, session by session. */
final class Truth {
  private static final Set<String> FINAL = Set.of("removed", "started", "missing");

  private Truth() {}

  /** Every row is recorded and true, every request is on record, and settled is what is final. */
  static void assertAuditIsTrue(World world) {
    Map<String, Long> attempts = new TreeMap<>();
    Set<String> removed = new TreeSet<>();
    Set<String> settled = new TreeSet<>();
    for (Audited row : world.audit()) {
      attempts.merge(row.sessionKey(), (long) row.attempts(), Long::sum);
      String outcome = String.valueOf(row.outcome());
      if (FINAL.contains(outcome)) {
        assertThat(seen(world.pave.truth(row.sessionKey()))).as("%s", row).isEqualTo(outcome);
      }
      if (outcome.equals("removed")) {
        assertThat(removed.add(row.sessionKey())).as("removed once: %s", row).isTrue();
      }
      if (FINAL.contains(outcome)
          || (outcome.equals("not_idle") && "confirmed".equals(row.evidence()))) {
        settled.add(row.sessionKey());
      }
    }
    attempts.values().removeIf(count -> count == 0);
    assertThat(attempts).as("attempts against requests").isEqualTo(world.pave.deletesByKey());
    assertThat(removed).as("removed here and there").isEqualTo(world.pave.removed());
    assertThat(settledIn(world)).isEqualTo(settled);
    assertThat(world.audit()).as("open claims").allMatch(row -> row.outcome() != null);
  }

  /** What a DELETE should have found: whatever is not IDLE any more has been started. */
  private static String seen(String state) {
    return switch (state) {
      case "removed", "missing", "idle" -> state;
      default -> "started";
    };
  }

  private static Set<String> settledIn(World world) {
    return world
        .jdbc
        .sql("select session_key from tracked_session where settled_at is not null")
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Map<String, String> outcomes(World world) {
    return world.audit().stream()
        .collect(
            Collectors.toMap(
                Audited::sessionKey,
                row -> String.valueOf(row.outcome()),
                (one, two) -> one + " and " + two,
                TreeMap::new));
  }
}
