package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From the command to the first DELETE: the image against the plain jar on the same Java in the
 * same container. Prints the times and their ratio: {@code -Dtest=ImageStartTest
 * -Dfast.excludedGroups=none -Drestart.image=NAME}.
 */
@DatabaseTest
@ProcessTest
@Tag("benchmark")
class ImageStartTest {
  private static final PrintStream OUT = System.out;
  private static final int TIMES = 3;
  private static final Path JAR = Path.of("target", "session-cleanup.jar").toAbsolutePath();

  @Test
  void imageStartsFasterThanThePlainJar() {
    assertThat(ProgramImage.isAsked()).as("-Drestart.image names an image").isTrue();
    List<Long> image = new ArrayList<>();
    List<Long> jar = new ArrayList<>();
    for (int i = 0; i <= TIMES; i++) {
      long ofImage = millisToFirstDelete(List.of());
      long ofJar =
          millisToFirstDelete(
              List.of("--volume", JAR + ":/plain.jar:ro", "--entrypoint", "/opt/java/bin/java"));
      if (i > 0) { // the first of each reads the files from the disk
        image.add(ofImage);
        jar.add(ofJar);
      }
    }
    OUT.printf(
        "image start: to the first DELETE %d ms, the plain jar %d ms, ratio %.2f (medians of %d, in turns)%n",
        median(image), median(jar), (double) median(image) / median(jar), TIMES);
  }

  private static long millisToFirstDelete(List<String> plain) {
    try (SharedWorld shared = new SharedWorld()) {
      ProcessWorld world = shared.world;
      world.trackIdle(1);
      List<String> arguments = new ArrayList<>();
      if (!plain.isEmpty()) {
        arguments.addAll(List.of("-jar", "/plain.jar"));
      }
      arguments.addAll(world.arguments("sweep"));
      long begun = System.nanoTime();
      try (ChildProcess child = ChildProcess.start(plain, arguments)) {
        assertThat(child.exit()).as(child.output()).isZero();
      }
      return Duration.ofNanos(world.pave.log().getFirst().nanoTime() - begun).toMillis();
    }
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
