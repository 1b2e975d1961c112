package dev.sessioncleanup.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it could not be written; {@link PrintStream} hides it. */
public final class StandardOutput extends FilterOutputStream {
  private static final int FAILED = 1;

  private volatile @Nullable IOException failure;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** Makes it the process's standard output. */
  public static StandardOutput install() {
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    Charset charset = System.out.charset();
    System.setOut(new PrintStream(output, false, charset));
    return output;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * The exit code of the process: 1 when output was lost, which is then reported on standard error.
   * A pipe that its reader closed is not an error.
   */
  public int exitCode(int ended) {
    System.out.flush();
    IOException lost = failure;
    if (lost == null || String.valueOf(lost.getMessage()).contains("Broken pipe")) {
      return ended;
    }
    System.err.printf(
        "session-cleanup: standard output cannot be written: %s. Output is missing; the audit is not affected.%n",
        lost.getMessage());
    return FAILED;
  }
}
