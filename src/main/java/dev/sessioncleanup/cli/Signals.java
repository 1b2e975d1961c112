package dev.sessioncleanup.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * SIGTERM and Ctrl-C: the first lets calls under way finish, the second stops at once, and so does
 * the end of the grace period with whatever hangs then.
 */
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);
  private static final int STOPPED_AT_ONCE = 128;

  /** For what is left to be written when the grace period is over. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

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
            log.info("Stopping: calls under way finish and are recorded. Once more stops at once.");
            haltAfter(grace.plus(LAST_WORDS), signal);
            stop.run();
          });
    }
  }

  /** A database that swallows what is sent to it would keep a thread waiting for a minute. */
  private static void haltAfter(Duration time, Signal signal) {
    Thread.ofPlatform()
        .daemon()
        .name("grace")
        .start(
            () -> {
              try {
                Thread.sleep(time);
              } catch (InterruptedException never) {
                Thread.currentThread().interrupt();
              }
              log.warn(
                  "Stopped at the end of the grace period; the next run finishes what is open.");
              halt(signal);
            });
  }

  /** What is committed is enough for the next run to be exact. */
  private static void halt(Signal signal) {
    Runtime.getRuntime().halt(STOPPED_AT_ONCE + signal.getNumber());
  }
}
