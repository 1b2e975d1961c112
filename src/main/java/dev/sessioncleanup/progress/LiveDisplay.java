package dev.sessioncleanup.progress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * Lines at the bottom of the terminal that change in place. Until it is closed, what is written to
 * standard error appears above them. Safe for use by many threads.
 */
public final class LiveDisplay implements AutoCloseable {
  /** A system call, or the program stty where the library for it cannot be loaded. */
  private static final String PROVIDERS =
      TerminalBuilder.PROP_PROVIDER_JNI + "," + TerminalBuilder.PROP_PROVIDER_EXEC;

  private final Terminal terminal;
  private final Display display;
  private final PrintStream formerErr;
  private final boolean colored;
  private List<AttributedString> lines = List.of();
  private Size size = new Size(0, 0);

  private LiveDisplay(Terminal terminal, PrintStream formerErr, boolean colored) {
    this.terminal = terminal;
    this.display = new Display(terminal, false);
    this.formerErr = formerErr;
    this.colored = colored;
  }

  /**
   * A display on the terminal of standard error; empty when standard error is no terminal.
   *
   * @param colored whether lines may have colours
   */
  public static Optional<LiveDisplay> open(PrintStream err, boolean colored) {
    String type = System.getenv("TERM");
    if (type == null || type.isEmpty() || type.equals("dumb")) {
      return Optional.empty();
    }
    try {
      // Signals are this program's own.
      Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.SysErr)
              .providers(PROVIDERS)
              .dumb(false)
              .nativeSignals(false)
              .build();
      LiveDisplay live = new LiveDisplay(terminal, err, colored);
      System.setErr(new PrintStream(live.new Above(), true, StandardCharsets.UTF_8));
      return Optional.of(live);
    } catch (IOException | IllegalStateException | LinkageError noTerminal) {
      return Optional.empty();
    }
  }

  /** The width of a line, one less than the terminal's, where many terminals wrap. */
  public synchronized int width() {
    Size now = terminal.getSize();
    if (!now.equals(size) && now.getColumns() > 0) {
      size = new Size(now.getColumns(), now.getRows());
      // The terminal may have wrapped the lines anew; the cursor has stayed where they begin.
      terminal.puts(Capability.clr_eos);
      display.resize(size.getRows(), size.getColumns());
      display.reset();
    }
    return size.getColumns() <= 0 ? 79 : size.getColumns() - 1;
  }

  /** Replaces the lines; the bar of each, in brackets, is green where colours are wanted. */
  public synchronized void show(List<String> text) {
    lines = text.stream().map(this::styled).toList();
    display.update(lines, 0);
    terminal.flush();
  }

  private AttributedString styled(String line) {
    if (!colored) {
      return new AttributedString(line);
    }
    boolean isBar = !line.startsWith("  ");
    AttributedStyle style =
        AttributedStyle.DEFAULT.foreground(isBar ? AttributedStyle.GREEN : AttributedStyle.YELLOW);
    return new AttributedString(line, style);
  }

  private synchronized void above(String text) {
    terminal.puts(Capability.clr_eos);
    terminal.writer().print(text);
    display.reset();
    display.update(lines, 0);
    terminal.flush();
  }

  /** Leaves the last lines where they are. */
  @Override
  public synchronized void close() {
    System.setErr(formerErr);
    terminal.puts(Capability.clr_eos);
    lines.forEach(line -> terminal.writer().println(line.toAnsi(terminal)));
    terminal.flush();
    try {
      terminal.close();
    } catch (IOException nothingToRestore) {
      // The terminal is gone.
    }
  }

  /** Collects what is written to standard error until its line ends. */
  private final class Above extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      line.write(b);
      if (b == '\n') {
        above(line.toString(StandardCharsets.UTF_8));
        line.reset();
      }
    }
  }
}
