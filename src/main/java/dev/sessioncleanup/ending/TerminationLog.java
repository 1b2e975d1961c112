package dev.sessioncleanup.ending;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file whose text Kubernetes shows as the message of a container that has ended. It exists in
 * containers alone.
 *
 * @param file never created
 */
record TerminationLog(Path file) {
  /** The default of {@code terminationMessagePath}. */
  static final TerminationLog OF_THE_CONTAINER =
      new TerminationLog(Path.of("/dev/termination-log"));

  private static final Logger log = LoggerFactory.getLogger(TerminationLog.class);

  void write(String line) {
    if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
      return;
    }
    try {
      Files.writeString(
          file, line + "\n", StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException failed) {
      log.debug("The ending could not be written to {}.", file, failed);
    }
  }
}
