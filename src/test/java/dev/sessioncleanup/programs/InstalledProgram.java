package dev.sessioncleanup.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that a test needs; .ci/install installs all of them. */
public final class InstalledProgram {
  private InstalledProgram() {}

  /**
   * The program's path. If it is missing, the test is skipped; in CI (variable CI is set) it fails,
   * because CI must run every test.
   */
  public static Path require(String name) {
    Optional<Path> program = find(name);
    assertThat(program.isPresent() || System.getenv("CI") == null)
        .as("%s is installed", name)
        .isTrue();
    assumeTrue(program.isPresent(), name + " is not installed: .ci/install installs it");
    return program.orElseThrow();
  }

  private static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator), new String[] {"/usr/sbin", "/usr/local/sbin"})
        .flatMap(Stream::of)
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
