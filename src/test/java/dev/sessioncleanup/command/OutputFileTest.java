package dev.sessioncleanup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void fileIsThereWhenItIsWhole() {
    Path target = directory.resolve("a.csv");

    try (OutputFile file = OutputFile.at("--output", target)) {
      Long length =
          file.write(
              unfinished -> {
                Files.writeString(unfinished, "new");
                assertThat(target).doesNotExist();
                return Files.size(unfinished);
              });
      assertThat(length).isEqualTo(3);
    }

    assertThat(target).hasContent("new");
    assertThat(names()).containsExactly("a.csv");
  }

  @Test
  void failureLeavesTheFormerFile() throws Exception {
    Path target = Files.writeString(directory.resolve("a.csv"), "former");

    try (OutputFile file = OutputFile.at("--output", target)) {
      assertThatThrownBy(
              () ->
                  file.write(
                      unfinished -> {
                        Files.writeString(unfinished, "half");
                        throw new IOException("No space left on device");
                      }))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessage(
              "--output %s cannot be written: No space left on device. Nothing there was changed."
                  .formatted(target.toRealPath()));
    }

    assertThat(target).hasContent("former");
    assertThat(names()).containsExactly("a.csv");
  }

  @Test
  void formerFileKeepsItsPermissionsAndItsLink() throws Exception {
    Path target = Files.writeString(directory.resolve("a.csv"), "former");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("latest.csv"), target);

    try (OutputFile file = OutputFile.at("--output", link)) {
      file.write(unfinished -> Files.writeString(unfinished, "new"));
    }

    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void placesWhereNothingCanBeWrittenAreRefused() {
    assertRefused(directory, "it is a directory; give the name of a file");
    assertRefused(directory.resolve("none/a.csv"), "there is no directory " + directory + "/none");
    assertRefused(Path.of("/dev/null"), "it is no regular file; leave --output out instead");
  }

  private void assertRefused(Path place, String reason) {
    assertThatThrownBy(() -> OutputFile.at("--output", place))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "--output %s cannot be written: %s. Nothing there was changed."
                .formatted(place, reason));
    assertThat(names()).isEmpty();
  }

  /** Also hidden ones. */
  private List<String> names() {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
