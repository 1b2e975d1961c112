package dev.sessioncleanup.sweep;

import dev.sessioncleanup.database.DatabaseFault;
import dev.sessioncleanup.runs.DatabaseUnavailableException;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.Runs;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;

/** The ending of a run in this process, and whether it is written. Safe for use by many threads. */
final class RunEnding {
  private static final Logger log = LoggerFactory.getLogger(RunEnding.class);

  private final Run run;
  private final RunControl control;
  private volatile @Nullable Ending written;

  RunEnding(Run run, RunControl control) {
    this.run = run;
    this.control = control;
  }

  /** The ending is written to the database. */
  void written(Ending ending) {
    written = ending;
  }

  boolean isWritten() {
    return written != null;
  }

  /** Ends the run because of an unexpected failure. An earlier ending takes precedence. */
  void fault(Throwable failure) {
    if (has(failure, DatabaseUnavailableException.class)) {
      return; // the run has been ended already
    }
    if (has(failure, OptimisticLockingFailureException.class)) {
      control.end(Ending.TAKEN_OVER);
      return;
    }
    boolean unavailable = DatabaseFault.isTransient(failure);
    if (!unavailable) {
      log.error("The run ends because of a fault of the program.", failure);
    }
    control.end(
        unavailable ? Ending.Kind.UNAVAILABLE : Ending.Kind.FAULT,
        (unavailable ? "the database was unavailable: " : "a fault of the program: ")
            + DatabaseFault.outage(failure));
  }

  /**
   * Tries once more to write an ending that could not be written. If this fails too, the run is
   * shown as interrupted, and the same command resumes it.
   */
  void writeOnceMore(Runs runs) {
    if (written == null) {
      try {
        Ending ending = get();
        if (runs.finish(run.runId(), ending)) {
          written = ending;
        }
      } catch (RuntimeException unavailable) {
        log.debug("The run's ending could not be written.", unavailable);
      }
    }
  }

  /** The ending. If it is not written, the run will be resumed, and the reason says so. */
  Ending get() {
    Ending onRecord = written;
    if (onRecord != null) {
      return onRecord;
    }
    Ending ending =
        control
            .ending()
            .orElse(new Ending(Ending.Kind.FAULT, "the job ended without an ending of the run"));
    boolean mayStand = !ending.kind().isFinal() || ending.kind() == Ending.Kind.STOPPED;
    return mayStand
        ? ending
        : new Ending(
            Ending.Kind.UNAVAILABLE,
            "the run's ending (%s) could not be written; the same command resumes it"
                .formatted(ending.kind().state().sql()));
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(20)
        .anyMatch(type::isInstance);
  }
}
