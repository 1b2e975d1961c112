package dev.sessioncleanup.console;

import java.io.IOException;

/** Standard output cannot be written any more; {@link StandardOutput} knows why. */
public final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;
}
