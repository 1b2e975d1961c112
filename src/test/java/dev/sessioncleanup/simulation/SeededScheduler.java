package dev.sessioncleanup.simulation;

import dev.sessioncleanup.concurrent.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs exactly one thread at a time, chosen by a seed; virtual time advances only when all threads
 * wait. Threads belong to processes, which can be killed between any two steps.
 */
public final class SeededScheduler {
  private static final long START = TimeUnit.SECONDS.toNanos(1_000);

  private final Random random;
  private final List<Task> tasks = new ArrayList<>();
  private final Semaphore driver = new Semaphore(0);
  private final @Nullable StringBuilder trace;
  private long now = START;
  private long steps;
  private long latest;
  private @Nullable String problem;
  private @Nullable Throwable thrown;
  private volatile @Nullable Task current;

  /** Thrown into the threads of a process that was killed, so that they unwind without effects. */
  static final class ProcessKilled extends Error {
    private static final long serialVersionUID = 1L;

    ProcessKilled() {
      super("killed", null, false, false);
    }
  }

  /** A process as its threads see it. */
  public final class SimulatedThreads implements Scheduler {
    private final String name;
    private boolean killed;

    private SimulatedThreads(String name) {
      this.name = name;
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public Thread start(String taskName, Runnable work) {
      checkAlive();
      Task task = new Task(this, taskName, work);
      tasks.add(task);
      return task.thread;
    }

    @Override
    public void park() {
      park(Long.MAX_VALUE);
    }

    @Override
    public void park(long nanos) {
      running().park(nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + Math.max(0, nanos));
    }

    @Override
    public void unpark(Thread thread) {
      for (Task task : tasks) {
        if (task.thread == thread) {
          task.unparked = true;
        }
      }
    }

    /** May let other threads run first; the seed decides. */
    public void yieldToOthers() {
      running().park(now);
    }

    /** Adds an event and a value to the trace. */
    public void note(String event, @Nullable Object value) {
      if (isTraced()) {
        SeededScheduler.this.note(name + "/" + running().name + " " + event + value);
      }
    }

    public boolean isKilled() {
      return killed;
    }

    private void checkAlive() {
      if (killed) {
        throw new ProcessKilled();
      }
    }
  }

  private final class Task {
    private final SimulatedThreads process;
    private final String name;
    private final Semaphore go = new Semaphore(0);
    private final Thread thread;
    private boolean unparked;
    private long wakeAt;

    private Task(SimulatedThreads process, String name, Runnable work) {
      this.process = process;
      this.name = name;
      this.wakeAt = now;
      this.thread = Thread.ofVirtual().unstarted(() -> live(work));
      thread.start();
    }

    private void live(Runnable work) {
      go.acquireUninterruptibly();
      MDC.put("simulated", "true"); // not logged, see logback-test.xml
      try {
        process.checkAlive();
        work.run();
      } catch (ProcessKilled killed) {
        // a killed task leaves no effect
      } catch (RuntimeException | Error failure) {
        problem = "thread %s of %s failed".formatted(name, process.name);
        thrown = failure;
      } finally {
        tasks.remove(this);
        passOn();
      }
    }

    private boolean isRunnable() {
      return unparked || wakeAt <= now || process.killed;
    }

    /** Waits until unparked or until that time; runs on the task's own thread. */
    private void park(long until) {
      process.checkAlive();
      wakeAt = unparked ? now : until;
      passOn();
      go.acquireUninterruptibly();
      unparked = false;
      process.checkAlive();
    }
  }

  /**
   * @param traced whether a trace is kept
   */
  public SeededScheduler(long seed, boolean traced) {
    // Adjacent seeds would start with similar numbers.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    this.trace = traced ? new StringBuilder() : null;
  }

  /** The process whose thread runs now. */
  SimulatedThreads current() {
    return running().process;
  }

  public SimulatedThreads process(String name) {
    return new SimulatedThreads(name);
  }

  /** Kills the process: its threads stop at once. */
  public void kill(SimulatedThreads process) {
    process.killed = true;
    note(process.name + " killed");
  }

  private Task running() {
    return Objects.requireNonNull(current, "nobody moves");
  }

  /** The source of all random choices, so that one seed decides everything. */
  public Random random() {
    return random;
  }

  public long now() {
    return now;
  }

  public long steps() {
    return steps;
  }

  /** Whether a trace is kept. */
  boolean isTraced() {
    return trace != null;
  }

  public void note(String event) {
    if (trace == null) {
      return;
    }
    trace.append((now - START) / 1000).append(' ').append(event).append('\n');
  }

  public String trace() {
    return trace == null ? "" : trace.toString();
  }

  /**
   * Runs threads until all have ended, or one of them throws.
   *
   * @param longest the virtual time after which a run that has not ended is an error
   */
  public void run(long longest) {
    latest = START + longest;
    passOn();
    driver.acquireUninterruptibly();
    if (problem != null) {
      throw new AssertionError(
          problem + ", alive: " + tasks.stream().map(task -> task.name).toList(), thrown);
    }
  }

  /** Lets the next thread run, or the driver if there is none. */
  private void passOn() {
    Task next = null;
    while (next == null && !tasks.isEmpty() && problem == null) {
      next = choose();
      if (next == null) {
        advance();
      }
    }
    steps++;
    current = next;
    (next == null || problem != null ? driver : next.go).release();
  }

  private @Nullable Task choose() {
    int runnable = 0;
    for (Task task : tasks) {
      runnable += task.isRunnable() ? 1 : 0;
    }
    int chosen = runnable == 0 ? 0 : random.nextInt(runnable);
    for (Task task : tasks) {
      if (task.isRunnable() && chosen-- == 0) {
        return task;
      }
    }
    return null;
  }

  private void advance() {
    long next = tasks.stream().mapToLong(task -> task.wakeAt).min().orElseThrow();
    if (next == Long.MAX_VALUE) {
      problem = "deadlock: everybody waits";
    } else if (next > latest) {
      problem = "does not end";
    }
    now = next;
  }
}
