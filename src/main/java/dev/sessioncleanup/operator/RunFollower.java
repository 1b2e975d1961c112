package dev.sessioncleanup.operator;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.report.Reports;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Follows a run that another process works on. */
public final class RunFollower {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final Reports reports;
  private final Consumer<String> out;
  private final Scheduler scheduler;

  /**
   * @param out receives lines for people
   */
  public RunFollower(Reports reports, Consumer<String> out, Scheduler scheduler) {
    this.reports = reports;
    this.out = out;
    this.scheduler = scheduler;
  }

  /** Prints the run, a line at each change until no process works on it, and the run again. */
  public void follow(long runId) {
    RunDetails details = RunDetails.of(reports, runId);
    RunPage.lines(details).forEach(out);
    String last = "";
    boolean changed = false;
    while (isAlive(details)) {
      String line = line(details);
      if (!line.equals(last)) {
        out.accept(line);
        last = line;
      }
      scheduler.sleepUntil(scheduler.nanos() + INTERVAL);
      details = RunDetails.of(reports, runId);
      changed = true;
    }
    if (changed) {
      RunPage.lines(details).forEach(out);
    }
  }

  private static boolean isAlive(RunDetails details) {
    return !details.ended() && !details.run().text("state").equals("interrupted");
  }

  private static String line(RunDetails details) {
    return "%s: %s, removed %d, failed %d"
        .formatted(
            details.run().text("account"),
            details.progressText(),
            details.run().count("removed"),
            details.run().count("failed"));
  }
}
