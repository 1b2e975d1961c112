package dev.sessioncleanup.restart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The program as a separate process; its output is in a file. */
final class ChildProcess implements AutoCloseable {
  private static final AtomicInteger started = new AtomicInteger();
  private static final Path LOGS = ProgramCommand.DIRECTORY.resolve("logs");

  private final Process process;
  private final String container;
  private final Path log;

  private ChildProcess(Process process, String container, Path log) {
    this.process = process;
    this.container = container;
    this.log = log;
  }

  static ChildProcess start(List<String> arguments) {
    return start(List.of(), arguments);
  }

  /** Starts a container with further options of {@code docker run}. */
  static ChildProcess start(List<String> containerOptions, List<String> arguments) {
    int number = started.incrementAndGet();
    String container = "session-cleanup-test-" + ProcessHandle.current().pid() + "-" + number;
    List<String> command =
        new ArrayList<>(
            ProgramImage.isAsked()
                ? ProgramImage.run(container, number, containerOptions)
                : ProgramCommand.command());
    command.addAll(arguments);
    try {
      Path log = Files.createDirectories(LOGS).resolve(number + ".log");
      Files.writeString(log, String.join(" ", arguments) + "\n");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
      return new ChildProcess(process, container, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    if (ProgramImage.isAsked()) {
      execute(ProgramImage.kill(container));
    } else {
      process.destroyForcibly();
    }
    exit(Duration.ofSeconds(10));
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGINT, as Ctrl-C sends it. */
  void interrupt() {
    execute(List.of("kill", "-INT", String.valueOf(process.pid())));
  }

  private static void execute(List<String> command) {
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Whether the process ends within the time; returns as soon as it ends. */
  boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /** Waits for the exit code, at most the given time. */
  int exit(Duration longest) {
    if (!endsWithin(longest)) {
      throw new AssertionError("still running after " + longest + ":\n" + output());
    }
    return process.exitValue();
  }

  int exit() {
    return exit(Duration.ofMinutes(3));
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
