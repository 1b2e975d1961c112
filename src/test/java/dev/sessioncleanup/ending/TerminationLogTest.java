package dev.sessioncleanup.ending;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminationLogTest {
  private final Path directory;

  TerminationLogTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void endingIsOneLineWithTheExitCode() throws Exception {
    Path file = Files.createFile(directory.resolve("termination-log"));
    EndingReport report = new EndingReport(new TerminationLog(file));
    report.describe("Run 1 of account default: aborted\n(a reason)");

    report.ended(4);

    assertThat(file).hasContent("exit 4: Run 1 of account default: aborted\\u000a(a reason)");
  }

  @Test
  void earlierTextIsReplaced() throws Exception {
    Path file = Files.writeString(directory.resolve("termination-log"), "a much longer text\n");

    new EndingReport(new TerminationLog(file)).ended(0);

    assertThat(file).hasContent("exit 0");
  }

  @Test
  void longReasonIsCut() throws Exception {
    Path file = Files.createFile(directory.resolve("termination-log"));
    EndingReport report = new EndingReport(new TerminationLog(file));
    report.describe("x".repeat(5000));

    report.ended(1);

    assertThat(Files.size(file)).as("Kubernetes shows at most 4096 bytes").isLessThan(1100);
  }

  /** Outside Kubernetes there is no such file, and nobody wants one. */
  @Test
  void fileIsNeverCreated() {
    Path file = directory.resolve("termination-log");

    new EndingReport(new TerminationLog(file)).ended(0);

    assertThat(file).doesNotExist();
  }

  @Test
  void directoryIsLeftAlone() {
    new EndingReport(new TerminationLog(directory)).ended(0);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void fileIsThatOfKubernetes() {
    assertThat(TerminationLog.OF_THE_CONTAINER.file()).hasToString("/dev/termination-log");
  }
}
