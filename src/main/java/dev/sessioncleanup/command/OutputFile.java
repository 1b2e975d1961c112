package dev.sessioncleanup.command;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is there as a whole or not at all: it is written under another name beside its place,
 * and takes its name when everything is on disk. A failure leaves a former file as it was.
 *
 * <p>Not safe for use by several threads.
 */
public final class OutputFile implements AutoCloseable {
  private final String option;
  private final Path target;
  private final Path unfinished;

  private OutputFile(String option, Path target, Path unfinished) {
    this.option = option;
    this.target = target;
    this.unfinished = unfinished;
  }

  /** Writes to a path. */
  @FunctionalInterface
  public interface Writing<T> {
    T to(Path unfinished) throws IOException;
  }

  /**
   * Creates the unfinished file, so that a place where nothing can be written is found at once.
   *
   * @param option the name of the option that gives the path, for messages
   * @throws InvalidSettingException when no file can be written there
   */
  public static OutputFile at(String option, Path given) {
    Path path = given.toAbsolutePath();
    try {
      Path target = Files.exists(path) ? path.toRealPath() : path; // keeps a symbolic link
      if (Files.isDirectory(target)) {
        throw refused(option, given, "it is a directory; give the name of a file");
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw refused(option, given, "it is no regular file; leave " + option + " out instead");
      }
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw refused(option, given, "no permission to replace it");
      }
      Path directory = target.getParent();
      if (directory == null || !Files.isDirectory(directory)) {
        throw refused(option, given, "there is no directory " + directory);
      }
      String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      Path unfinished = directory.resolve(".%s.%s.tmp".formatted(target.getFileName(), random));
      Files.createFile(unfinished);
      if (Files.exists(target) && Files.getFileStore(target).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(
            unfinished, Files.getPosixFilePermissions(target, LinkOption.NOFOLLOW_LINKS));
      }
      return new OutputFile(option, target, unfinished);
    } catch (IOException failed) {
      throw refused(option, given, reason(failed));
    }
  }

  /**
   * Writes the file, and lets it take its name.
   *
   * @throws InvalidSettingException when it cannot be written
   */
  public <T> T write(Writing<T> writing) {
    try {
      T result = writing.to(unfinished);
      force(unfinished, StandardOpenOption.WRITE);
      try {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException unsupported) {
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      }
      syncDirectory();
      return result;
    } catch (IOException failed) {
      throw refused(option, target, reason(failed));
    } catch (UncheckedIOException failed) {
      throw refused(option, target, reason(Objects.requireNonNull(failed.getCause())));
    }
  }

  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  private void syncDirectory() {
    try {
      force(target.resolveSibling(""), StandardOpenOption.READ);
    } catch (IOException unsupported) {
      // Not every file system can; the content is on disk already.
    }
  }

  private static String reason(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return "no permission";
    }
    if (failed instanceof FileSystemException file) {
      return Objects.requireNonNullElse(file.getReason(), "no file can be created there");
    }
    return String.valueOf(failed.getMessage());
  }

  private static InvalidSettingException refused(String option, Path path, String reason) {
    return new InvalidSettingException(
        "%s %s cannot be written: %s. Nothing there was changed.".formatted(option, path, reason));
  }

  /** Removes the unfinished file, if there is still one. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException left) {
      // It is hidden, and named like the file.
    }
  }
}
