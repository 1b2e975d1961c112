package dev.sessioncleanup.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Stops a long report early when nobody can read it: a {@link PrintWriter} never fails. */
public final class FailFastOutput implements Appendable {
  private static final int CHECK_EVERY = 1 << 16;

  private final PrintWriter out;
  private int sinceCheck;

  public FailFastOutput(PrintWriter out) {
    this.out = out;
  }

  /**
   * Writes as much as somebody reads: a pipe that its reader closed ends it, and is no error.
   *
   * @throws UncheckedIOException when the output fails otherwise
   */
  public static void untilClosed(Runnable writing) {
    try {
      writing.run();
    } catch (UncheckedIOException failed) {
      if (!(failed.getCause() instanceof OutputClosedException)) {
        throw failed;
      }
    }
  }

  /** Appends a line. */
  public void line(String text) {
    try {
      append(text).append('\n');
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Appends a line that is read at once. */
  public void lineNow(String text) {
    line(text);
    if (out.checkError()) {
      throw new UncheckedIOException(new OutputClosedException());
    }
  }

  @Override
  public Appendable append(CharSequence text) throws IOException {
    return append(text, 0, text.length());
  }

  @Override
  public Appendable append(CharSequence text, int start, int end) throws IOException {
    out.append(text, start, end);
    sinceCheck += end - start;
    if (sinceCheck > CHECK_EVERY) {
      sinceCheck = 0;
      if (out.checkError()) {
        throw new OutputClosedException();
      }
    }
    return this;
  }

  @Override
  public Appendable append(char c) throws IOException {
    return append(String.valueOf(c));
  }
}
