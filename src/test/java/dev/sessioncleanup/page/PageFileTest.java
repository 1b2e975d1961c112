package dev.sessioncleanup.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFileTest {
  private final Path directory;

  PageFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void checkingLeavesAnExistingFileAsItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("page.html"), "old");

    PageFile page = PageFile.checked("--output", file.toString());
    assertThat(names()).containsExactly("page.html");
    assertThat(file).hasContent("old");
    page.write("new");

    assertThat(file).hasContent("new");
    assertThat(names()).containsExactly("page.html");
  }

  @Test
  void linkStaysALink() throws Exception {
    Path target = Files.writeString(directory.resolve("target.html"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.html"), target);

    PageFile.checked("--output", link.toString()).write("new");

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void missingDirectoryAndDirectoryAreRefused() {
    assertThatThrownBy(
            () -> PageFile.checked("--report", directory.resolve("no/page.html").toString()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--report")
        .hasMessageContaining("there is no directory");
    assertThatThrownBy(() -> PageFile.checked("--report", directory.toString()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("it is a directory");
    assertThatThrownBy(() -> PageFile.checked("--report", ""))
        .hasMessageContaining("it is a directory");
  }

  @Test
  void whatCannotBeWrittenLaterLeavesNothingBehind() throws Exception {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    PageFile page = PageFile.checked("--report", inner.resolve("page.html").toString());
    Files.delete(inner);

    assertThatThrownBy(() -> page.write("new")).isInstanceOf(InvalidSettingException.class);
    assertThat(names()).isEmpty();
  }

  private List<String> names() throws Exception {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(each -> each.getFileName().toString()).toList();
    }
  }
}
