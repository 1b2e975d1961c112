package dev.sessioncleanup.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stale sessions in all PAVE states, and sessions that must not be sent. */
final class MixedSessions {
  private static final List<String> STATES =
      List.of(
          "IDLE",
          "STARTED",
          "(unknown)",
          "IDLE",
          "IDLE",
          "EXPIRED",
          "IDLE",
          "IDLE",
          "IDLE",
          "CONFIRM");

  private MixedSessions() {}

  /** Tracks the sessions and returns their expected outcomes. */
  static Map<String, String> in(World world, int count) {
    Map<String, String> outcomes = new TreeMap<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = "MIX-%010d".formatted(i);
      String state = STATES.get(i % STATES.size());
      keys.add(key);
      if (state.equals("(unknown)")) {
        outcomes.put(key, "missing");
      } else {
        world.pave.session(World.key("default"), key, state);
        outcomes.put(key, outcome(state));
      }
    }
    track(world, keys);
    leftAlone(world);
    return outcomes;
  }

  private static String outcome(String state) {
    return switch (state) {
      case "IDLE" -> "removed";
      case "EXPIRED" -> "not_idle"; // the reply to DELETE is not documented, so GET decides
      default -> "started";
    };
  }

  private static void track(World world, List<String> keys) {
    world
        .jdbc
        .sql(
            """
            insert into tracked_session (session_key, created_at)
            select k.session_key, now() - interval '30 days' + make_interval(mins => k.place::integer)
            from unnest(:keys) with ordinality as k (session_key, place)
            """)
        .param("keys", keys.toArray(String[]::new))
        .update();
  }

  private static void leftAlone(World world) {
    for (String status : List.of("STARTED", "PROCESS", "COMPLETE", "EXPIRED", "A_NEW_WORD")) {
      world.track("default", "OTH-" + status, status, "20 days");
    }
    for (int i = 0; i < 5; i++) {
      world.track("default", "NEW-" + i, "IDLE", "6 days");
      world.track("default", "HLD-" + i, "IDLE", "20 days");
      world.hold("HLD-" + i);
      world.pave.session(World.key("default"), "NEW-" + i, "IDLE");
      world.pave.session(World.key("default"), "HLD-" + i, "IDLE");
    }
  }
}
