package dev.sessioncleanup.format;

import java.io.IOException;
import java.io.Writer;
import java.nio.CharBuffer;

/** A writer onto an {@link Appendable}, which is neither flushed nor closed. */
final class AppendableWriter extends Writer {
  private final Appendable out;

  AppendableWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    out.append(CharBuffer.wrap(text, from, length));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
