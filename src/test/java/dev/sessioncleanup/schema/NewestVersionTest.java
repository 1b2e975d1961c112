package dev.sessioncleanup.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The program does not read the scripts to know which it has; this test does. */
class NewestVersionTest {

  @Test
  void scriptsAreNumberedFromOneToTheNewest() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("db/migration"))) {
      List<Integer> versions =
          scripts
              .map(script -> script.getFileName().toString())
              .filter(name -> name.endsWith(".sql"))
              .map(name -> Integer.valueOf(name.replaceFirst("V(\\d+)__.*", "$1")))
              .sorted()
              .toList();
      assertThat(versions)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, Schema.NEWEST).boxed().toList());
    }
  }
}
