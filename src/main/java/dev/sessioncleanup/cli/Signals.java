package dev.sessioncleanup.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** SIGTERM and Ctrl-C: the first lets calls under way finish, the second stops at once. */
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);
  private static final int STOPPED_AT_ONCE = 128;

  private Signals() {}

  static void stopOn(Runnable stop) {
    AtomicBoolean stopping = new AtomicBoolean();
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (stopping.getAndSet(true)) {
              Runtime.getRuntime().halt(STOPPED_AT_ONCE + signal.getNumber());
            }
            log.info("Stopping: calls under way finish and are recorded. Once more stops at once.");
            stop.run();
          });
    }
  }
}
