package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard output that cannot be written. */
@ProcessTest
class OutputTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void fullDiskEndsWithOneAndAMessage() throws Exception {
    Process process = report(Redirect.to(new File("/dev/full")));

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(standardError()).contains("standard output cannot be written: No space left");
  }

  @Test
  void closedPipeEndsQuietly() throws Exception {
    Process process = report(Redirect.PIPE);
    process.getInputStream().close();

    assertThat(process.waitFor()).isZero();
    assertThat(standardError()).isEmpty();
  }

  private Process report(Redirect output) throws IOException {
    List<String> command = new ArrayList<>(ProgramCommand.command());
    command.add("report");
    return new ProcessBuilder(command)
        .redirectOutput(output)
        .redirectError(directory.resolve("stderr").toFile())
        .start();
  }

  private String standardError() throws IOException {
    return Files.readString(directory.resolve("stderr"), StandardCharsets.UTF_8);
  }
}
