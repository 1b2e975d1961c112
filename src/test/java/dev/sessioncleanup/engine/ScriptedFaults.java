package dev.sessioncleanup.engine;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.simulation.SimulatedConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scripted database faults, by the name of the statement. */
final class ScriptedFaults implements SimulatedConnection.Faults {
  private final Scheduler scheduler;
  private final List<String> refused = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final Map<String, Runnable> after = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private int lateGrants;
  private Duration lateness = Duration.ZERO;
  private boolean outage;

  ScriptedFaults(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void beginOutage() {
    outage = true;
  }

  void endOutage() {
    outage = false;
  }

  /** The next statement of that name is lost and not executed. */
  void refuse(String name) {
    refused.add(name);
  }

  /** The next statement of that name is executed, and its reply is lost. */
  void loseReplyTo(String name) {
    lost.add(name);
  }

  /** Runs after each statement of that name, before its reply is received. */
  void after(String name, Runnable action) {
    after.put(name, action);
  }

  /** Delays the replies to the next requests for slots. */
  void delayGrants(int requests, Duration by) {
    lateGrants = requests;
    lateness = by;
  }

  /** How many statements of that name were executed. */
  int count(String name) {
    return counts.getOrDefault(name, 0);
  }

  @Override
  public boolean losesStatement(String name) {
    return outage || refused.remove(name);
  }

  @Override
  public void carriedOut(String name) {
    counts.merge(name, 1, Integer::sum);
    after.getOrDefault(name, () -> {}).run();
    if (name.equals("ask") && lateGrants > 0) {
      lateGrants--;
      scheduler.sleepUntil(scheduler.nanos() + lateness.toNanos());
    }
  }

  @Override
  public boolean losesReply(String name) {
    return outage || lost.remove(name);
  }
}
