package dev.sessioncleanup.cli;

import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.deletion.Tally;
import dev.sessioncleanup.job.Plan;
import dev.sessioncleanup.job.RunContext;
import dev.sessioncleanup.pacing.Pace;
import java.io.Console;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Shows on standard error how far the runs are: a bar on a terminal, a line now and then elsewhere.
 */
final class Progress implements AutoCloseable {
  private static final int BAR = 30;

  private final Supplier<List<RunContext>> runs;
  private final PrintStream err = System.err;
  private final boolean terminal;
  private final Thread thread;
  private boolean barShown;

  Progress(Supplier<List<RunContext>> runs) {
    this.runs = runs;
    Console console = System.console();
    this.terminal = console != null && console.isTerminal();
    this.thread = Thread.ofVirtual().name("progress").unstarted(this::show);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
    print();
    if (barShown) {
      err.println();
    }
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(terminal ? 500 : 10_000);
        print();
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void print() {
    for (RunContext run : runs.get()) {
      Plan plan = run.plan();
      Tally.Figures figures = run.figures();
      if (plan != null && figures != null) {
        print(run.run().account(), plan.count(), figures);
      }
    }
  }

  /** Why it goes slower than it might; empty when it does not. */
  static String slowed(Pace pace) {
    Instant until = pace.heldUntil();
    if (until != null) {
      return ", held until %s: %s".formatted(until.truncatedTo(ChronoUnit.SECONDS), pace.reason());
    }
    return pace.share() < 1
        ? ", slowed to %d%%: %s".formatted((int) (100 * pace.share()), pace.reason())
        : "";
  }

  private void print(String account, long planned, Tally.Figures figures) {
    long done = figures.recorded();
    String figuresText =
        String.format(
            Locale.ROOT,
            "%s: %d of %d, %d removed, %d failed, %.1f/s%s",
            account,
            done,
            planned,
            figures.of(Outcome.REMOVED),
            figures.of(Outcome.FAILED),
            figures.rate(),
            slowed(figures.pace()));
    if (terminal) {
      int filled = planned == 0 ? BAR : (int) Math.min(BAR, BAR * done / planned);
      err.print("\r\u001b[K[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + figuresText);
      barShown = true;
    } else {
      err.println(figuresText);
    }
    err.flush();
  }
}
