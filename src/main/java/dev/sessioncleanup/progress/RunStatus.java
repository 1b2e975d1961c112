package dev.sessioncleanup.progress;

import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.sweep.RunFigures;
import java.time.Duration;

/**
 * How far a run is at one moment.
 *
 * @param perSecond requests a second, lately
 * @param ceiling of the run
 * @param elapsed since the run's process began it
 */
public record RunStatus(
    String account, RunFigures figures, double perSecond, Rate ceiling, Duration elapsed) {

  /** Share of the sessions that have an outcome, 0 to 100. */
  int percent() {
    long planned = figures.planned();
    return planned == 0 ? 100 : (int) Math.min(100, 100 * figures.done() / planned);
  }

  /** Like 1:02:03 or 0:38, or a dash when nothing is sent at the moment. */
  String timeLeft() {
    long left = figures.planned() - figures.done();
    if (left > 0 && perSecond <= 0) {
      return "-";
    }
    return clock(
        left <= 0 ? Duration.ZERO : Duration.ofSeconds((long) Math.ceil(left / perSecond)));
  }

  /** A duration like a stopwatch shows it. */
  static String clock(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
