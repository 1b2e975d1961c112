package dev.sessioncleanup.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * SIGTERM and Ctrl-C: the first lets calls in flight finish, the second stops the process
 * immediately. Shortly after the grace period the process stops in any case.
 */
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);
  private static final int KILLED_BY_SIGNAL = 128;

  /** Time for the last writes when the grace period is over. */
  private static final Duration WRITE_MARGIN = Duration.ofSeconds(5);

  private Signals() {}

  static void stopOn(Runnable stop, Duration grace) {
    AtomicBoolean stopping = new AtomicBoolean();
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (stopping.getAndSet(true)) {
              halt(signal);
            }
            log.info(
                "Stopping: calls in flight finish and are recorded. A second signal stops immediately.");
            haltAfter(grace.plus(WRITE_MARGIN), signal);
            stop.run();
          });
    }
  }

  /** A database that never replies would keep a thread waiting for a minute. */
  private static void haltAfter(Duration time, Signal signal) {
    Thread.ofPlatform()
        .daemon()
        .name("grace")
        .start(
            () -> {
              try {
                Thread.sleep(time); // the grace period; the process usually ends before
              } catch (InterruptedException never) {
                Thread.currentThread().interrupt();
              }
              log.warn(
                  "The grace period is over: stopping now. The next run finishes the open claims.");
              halt(signal);
            });
  }

  /** Safe at any time: the next run restarts from what is committed. */
  private static void halt(Signal signal) {
    Runtime.getRuntime().halt(KILLED_BY_SIGNAL + signal.getNumber());
  }
}
