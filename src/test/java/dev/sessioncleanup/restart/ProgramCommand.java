package dev.sessioncleanup.restart;

import dev.sessioncleanup.SessionCleanup;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts the program: the fat jar that {@code -Drestart.jar} names, or the classes
 * of this build, packed once. An ahead-of-time cache halves the start, which is most of a round's
 * time.
 */
final class ProgramCommand {
  static final Path DIRECTORY = Path.of("target", "restart");

  private static final List<String> FLAGS =
      List.of("-Duser.timezone=Asia/Kolkata", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  private static final int TRAINING_MINUTES = 3;

  private ProgramCommand() {}

  /** The command up to the program's own arguments. */
  static List<String> command() {
    return Built.COMMAND;
  }

  private static final class Built {
    static final List<String> COMMAND = build();
  }

  private static List<String> build() {
    try {
      Path directory = Files.createDirectories(DIRECTORY.toAbsolutePath());
      List<String> what = program(directory);
      Path cache = directory.resolve("program.aot");
      Files.deleteIfExists(cache);
      train(directory, cache, what);
      return command(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off"), what);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> program(Path directory) throws IOException {
    String jar = System.getProperty("restart.jar");
    if (jar != null) {
      return List.of("-jar", jar);
    }
    Path packed = directory.resolve("program.jar");
    pack(packed);
    String libraries =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar"))
            .collect(Collectors.joining(java.io.File.pathSeparator));
    String classPath = packed + java.io.File.pathSeparator + libraries;
    return List.of("-cp", classPath, SessionCleanup.class.getName());
  }

  /** Packs the classes: the cache does not support directories on the class path. */
  private static void pack(Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes())) {
      for (Path path : files.filter(path -> !path.equals(classes())).sorted().toList()) {
        // Flyway needs the entry of the directory.
        boolean directory = Files.isDirectory(path);
        out.putNextEntry(new JarEntry(classes().relativize(path) + (directory ? "/" : "")));
        if (!directory) {
          Files.copy(path, out);
        }
      }
    }
  }

  private static Path classes() {
    try {
      URI place = SessionCleanup.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Executes a whole run, so that its classes are in the cache; without it, starts are only slower.
   */
  private static void train(Path directory, Path cache, List<String> what) throws IOException {
    List<String> command = new ArrayList<>(command(List.of("-XX:AOTCacheOutput=" + cache), what));
    try (RestartableDatabase database = new RestartableDatabase();
        ProcessWorld world = database.world()) {
      world.trackIdle(20);
      command.addAll(world.arguments("sweep"));
      run(directory, command);
    }
  }

  private static void run(Path directory, List<String> command) throws IOException {
    Process training =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(directory.resolve("training.log").toFile()))
            .start();
    try {
      if (!training.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES)) {
        training.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      training.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command(List<String> flags, List<String> what) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(what);
    return List.copyOf(command);
  }
}
