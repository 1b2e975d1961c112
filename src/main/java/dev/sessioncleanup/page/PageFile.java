package dev.sessioncleanup.page;

import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file of a page. It is written as a whole or not at all. */
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
      Path path = Path.of(name);
      if (name.isBlank() || (Files.exists(path) && !Files.isRegularFile(path))) {
        throw new InvalidSettingException(
            "%s '%s' is not a file. Name a file, like page.html."
                .formatted(option, VisibleText.of(name)));
      }
      // A link stays a link: what it points to is replaced.
      PageFile page = new PageFile(option, Files.exists(path) ? path.toRealPath() : path);
      Files.delete(page.temporary());
      return page;
    } catch (IOException | InvalidPathException failed) {
      throw refused(option, name, failed);
    }
  }

  /**
   * @throws InvalidSettingException when it cannot be written
   */
  public void write(String page) {
    try {
      Path temporary = temporary();
      try {
        Files.writeString(temporary, page);
        moveInto(temporary);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException failed) {
      throw refused(option, file.toString(), failed);
    }
  }

  private void moveInto(Path temporary) throws IOException {
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notAtomic) {
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A new file in the same directory, readable as the umask says. */
  private Path temporary() throws IOException {
    Path absolute = file.toAbsolutePath();
    String name = ".%s.%d.tmp".formatted(absolute.getFileName(), ProcessHandle.current().pid());
    Path temporary = absolute.resolveSibling(name);
    Files.deleteIfExists(temporary);
    return Files.createFile(temporary);
  }

  private static InvalidSettingException refused(String option, String name, Exception failed) {
    String reason =
        switch (failed) {
          case NoSuchFileException missing -> "there is no such directory";
          case AccessDeniedException denied -> "permission denied";
          case InvalidPathException invalid -> "it is no file name on this machine";
          default -> String.valueOf(failed.getMessage());
        };
    return new InvalidSettingException(
        "%s '%s' cannot be written: %s. Name a file in a directory that you may write to."
            .formatted(option, VisibleText.of(name), VisibleText.of(reason)));
  }

  @Override
  public String toString() {
    return VisibleText.of(file.toString());
  }
}
