package dev.sessioncleanup.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A migration that has been released is never edited: databases that have it never see the edit.
 */
class ReleasedMigrationsTest {
  private static final Path MIGRATIONS = Path.of("db/migration");
  private static final Path RELEASED = MIGRATIONS.resolve("released.sha256");

  /** A line as sha256sum writes it. */
  record Released(String sha256, String file) {
    @Override
    public String toString() {
      return file;
    }
  }

  static List<Released> released() throws IOException {
    return Files.readAllLines(RELEASED).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("  ", 2))
        .map(parts -> new Released(parts[0], parts[1]))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("released")
  void releasedMigrationIsUnchanged(Released migration) throws IOException {
    Path file = MIGRATIONS.resolve(migration.file());

    assertThat(file).exists();
    assertThat(sha256(file))
        .as(
            "SHA-256 of %s. A released migration is append-only: undo the edit and write a new one,"
                + " V%d__....sql",
            file, highest(released().stream().map(Released::file)) + 1)
        .isEqualTo(migration.sha256());
  }

  @Test
  void unreleasedMigrationsComeAfterReleasedOnes() throws IOException {
    List<String> released = released().stream().map(Released::file).toList();
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".sql") && !released.contains(name)))
          .as("migrations that are not in %s", RELEASED)
          .allSatisfy(name -> assertThat(version(name)).isGreaterThan(highest(released.stream())));
    }
  }

  private static int highest(Stream<String> files) {
    return files.mapToInt(ReleasedMigrationsTest::version).max().orElse(0);
  }

  private static int version(String file) {
    return Integer.parseInt(file.replaceFirst("^V(\\d+)__.*$", "$1"));
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
