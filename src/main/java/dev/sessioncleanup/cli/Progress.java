package dev.sessioncleanup.cli;

import dev.sessioncleanup.console.ColorMode;
import dev.sessioncleanup.console.StructuredLogs;
import dev.sessioncleanup.progress.LiveDisplay;
import dev.sessioncleanup.progress.ProgressText;
import dev.sessioncleanup.progress.RecentRate;
import dev.sessioncleanup.progress.RunStatus;
import dev.sessioncleanup.sweep.RunFigures;
import dev.sessioncleanup.sweep.RunInProgress;
import dev.sessioncleanup.text.VisibleText;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Shows the progress of the runs on standard error: live on a terminal, a line every ten seconds
 * elsewhere, as log lines where logs are structured.
 */
final class Progress implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Progress.class);

  private final Supplier<List<RunInProgress>> runs;
  private final ColorMode color;
  private final Thread thread;
  private final Map<Long, RecentRate> rates = new HashMap<>();
  private final Set<Long> finished = new HashSet<>();
  private @Nullable LiveDisplay display;

  Progress(Supplier<List<RunInProgress>> runs, ColorMode color) {
    this.runs = runs;
    this.color = color;
    this.thread = Thread.ofVirtual().name("progress").unstarted(this::show);
  }

  void start() {
    if (!StructuredLogs.areOn()) {
      boolean noColor = !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
      display = LiveDisplay.open(System.err, color.isOn(true, noColor)).orElse(null);
    }
    thread.start();
  }

  @Override
  public void close() throws InterruptedException {
    if (thread.getState() == Thread.State.NEW) {
      return; // quiet
    }
    thread.interrupt();
    thread.join();
    print();
    if (display != null) {
      display.close();
    }
  }

  private void show() {
    try {
      while (true) {
        // Between two looks; close() interrupts it.
        Thread.sleep(display != null ? 500 : 10_000);
        print();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void print() {
    LiveDisplay live = display;
    if (live != null) {
      show(live);
      return;
    }
    for (RunInProgress run : runs.get()) {
      boolean over = run.control().isOver(); // before its figures, which are then the last
      if (!finished.contains(run.run().runId())) {
        lines(run, 0, 0).forEach(line -> print(run, line));
      }
      if (over) {
        finished.add(run.run().runId());
      }
    }
  }

  /** Shows the current run of each account. */
  private void show(LiveDisplay live) {
    Map<String, RunInProgress> current = new LinkedHashMap<>();
    runs.get().forEach(run -> current.put(run.run().account(), run));
    int longestName =
        current.keySet().stream().mapToInt(name -> VisibleText.of(name).length()).max().orElse(0);
    int width = live.width();
    live.show(
        current.values().stream().flatMap(run -> lines(run, width, longestName).stream()).toList());
  }

  private static void print(RunInProgress run, String line) {
    if (!StructuredLogs.areOn()) {
      System.err.println(line);
      return;
    }
    try (var account = MDC.putCloseable("account", run.run().account());
        var number = MDC.putCloseable("run", String.valueOf(run.run().runId()))) {
      log.info(line);
    }
  }

  private List<String> lines(RunInProgress run, int width, int longestName) {
    RunFigures figures = run.figures();
    if (figures == null) {
      return List.of();
    }
    RunStatus status = status(run, figures);
    if (run.orders().paused()) {
      return ProgressText.paused(run.run().runId(), status, run.orders(), width);
    }
    return display == null
        ? List.of(ProgressText.line(status))
        : ProgressText.lines(status, width, longestName);
  }

  private RunStatus status(RunInProgress run, RunFigures figures) {
    long now = System.nanoTime();
    Duration elapsed = run.control().elapsed();
    RecentRate rate =
        rates.computeIfAbsent(run.run().runId(), id -> new RecentRate(now - elapsed.toNanos()));
    double perSecond = rate.after(now, figures.calls().requests());
    return new RunStatus(run.run().account(), figures, perSecond, run.rate(), elapsed);
  }
}
