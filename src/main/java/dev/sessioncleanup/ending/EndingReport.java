package dev.sessioncleanup.ending;

import dev.sessioncleanup.settings.PingUrl;
import dev.sessioncleanup.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The ending of a command in one line, for those who watch it from outside. Nothing in here changes
 * the exit code or throws. For one thread.
 */
public final class EndingReport {
  private static final int LONGEST_LINE = 1000;

  private final TerminationLog log;
  private @Nullable DeadMansSwitch deadMansSwitch;
  private String line = "";

  EndingReport(TerminationLog log) {
    this.log = log;
  }

  /** Writes the line to the place where Kubernetes looks for it, if there is one. */
  public static EndingReport ofThisProcess() {
    return new EndingReport(TerminationLog.OF_THE_CONTAINER);
  }

  /**
   * A run will start, unless something is in its way: calls the dead man's switch, the first time.
   *
   * @param url null when there is none
   */
  public void begin(@Nullable PingUrl url) {
    if (url != null && deadMansSwitch == null) {
      deadMansSwitch = new DeadMansSwitch(url);
      deadMansSwitch.started();
    }
  }

  /** What came of the command, or what went wrong. */
  public void describe(String text) {
    String visible = VisibleText.of(text);
    line = visible.length() <= LONGEST_LINE ? visible : visible.substring(0, LONGEST_LINE) + "…";
  }

  /** Reports the ending; takes at most as long as the calls of a dead man's switch. */
  public void ended(int exitCode) {
    String ending = "exit " + exitCode + (line.isEmpty() ? "" : ": " + line);
    log.write(ending);
    if (deadMansSwitch != null) {
      deadMansSwitch.ended(exitCode, ending);
    }
  }
}
