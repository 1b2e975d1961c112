package dev.sessioncleanup.page;

import dev.sessioncleanup.command.OutputFile;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The file of a page: checked before the runs, and written after them. */
public final class PageFile {
  private final String option;
  private final Path file;

  private PageFile(String option, Path file) {
    this.option = option;
    this.file = file;
  }

  /**
   * Checks that the file can be written, by writing beside it; an existing file stays as it is.
   *
   * @param option named in messages, like {@code --output}
   * @throws InvalidSettingException when it cannot be written
   */
  public static PageFile checked(String option, String name) {
    try {
      PageFile page = new PageFile(option, Path.of(name));
      OutputFile.at(option, page.file).close();
      return page;
    } catch (InvalidPathException invalid) {
      throw new InvalidSettingException(
          "%s '%s' is no file name on this machine. Name a file, like page.html."
              .formatted(option, VisibleText.of(name)));
    }
  }

  /**
   * Writes the file as a whole or not at all.
   *
   * @throws InvalidSettingException when it cannot be written
   */
  public void write(String page) {
    try (OutputFile output = OutputFile.at(option, file)) {
      output.write(path -> Files.writeString(path, page));
    }
  }

  @Override
  public String toString() {
    return VisibleText.of(file.toString());
  }
}
