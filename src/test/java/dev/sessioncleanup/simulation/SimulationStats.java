package dev.sessioncleanup.simulation;

/** Statistics of the simulations, for printing. */
public final class SimulationStats {
  long seeds;
  long sessions;
  long calls;
  long processes;
  long kills;
  long stops;
  long lostStatements;
  long lostCommits;
  long repliesLost;
  long unexpectedReplies;
  long throttles;
  long refusals;
  long outages;
  long databaseOutages;
  long lockLosses;
  long pauses;
  long cancels;
  long inferred;
  long steps;

  synchronized void add(SimulationStats other) {
    seeds += other.seeds;
    sessions += other.sessions;
    calls += other.calls;
    processes += other.processes;
    kills += other.kills;
    stops += other.stops;
    lostStatements += other.lostStatements;
    lostCommits += other.lostCommits;
    repliesLost += other.repliesLost;
    unexpectedReplies += other.unexpectedReplies;
    throttles += other.throttles;
    refusals += other.refusals;
    outages += other.outages;
    databaseOutages += other.databaseOutages;
    lockLosses += other.lockLosses;
    pauses += other.pauses;
    cancels += other.cancels;
    inferred += other.inferred;
    steps += other.steps;
  }

  @Override
  public String toString() {
    return """
        %d runs of the simulation: %d sessions, %d processes, %d steps, %d calls to PAVE
          killed %d, stopped %d, paused %d, cancelled %d, advisory locks lost %d
          statements lost %d, replies of the database lost %d, outages of the database %d
          replies of PAVE lost %d, unexpected %d, throttled %d, refused %d, outages of PAVE %d; inferred %d"""
        .formatted(
            seeds,
            sessions,
            processes,
            steps,
            calls,
            kills,
            stops,
            pauses,
            cancels,
            lockLosses,
            lostStatements,
            lostCommits,
            databaseOutages,
            repliesLost,
            unexpectedReplies,
            throttles,
            refusals,
            outages,
            inferred);
  }
}
