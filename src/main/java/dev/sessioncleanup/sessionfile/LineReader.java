package dev.sessioncleanup.sessionfile;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads lines of a bounded length, so that a file without line breaks does not fill the memory. */
final class LineReader {
  private static final int LONGEST = 1 << 20;

  private final Reader in;
  private final StringBuilder line = new StringBuilder();
  private long number;

  LineReader(Reader in) {
    this.in = in;
  }

  /** The next line without its end; null after the last one. */
  @Nullable String next() throws IOException {
    line.setLength(0);
    number++;
    int c = in.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() == LONGEST) {
        throw new InvalidSettingException(
            "line %d is longer than %d characters. Write one session a line. Nothing was changed."
                .formatted(number, LONGEST));
      }
      line.append((char) c);
      c = in.read();
    }
    return line.toString();
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }
}
