import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Unpacks the jar beside itself and trains Java's ahead-of-time cache for it, so that the program
 * starts in a quarter of the time. The build and the image use it: java Package.java JAR FILES
 * DIRECTORY [JAVA], where FILES holds the launcher and JAVA is the one that will run the program. A
 * cache fits that very Java and these very files; where it does not fit, Java leaves it aside.
 */
class Package {
  private static final String NAME = "session-cleanup";
  private static final int LONGEST_MINUTES = 5;

  /** Nothing answers there, so training needs no database: the program ends with 5. */
  private static final List<String> TRAINING =
      List.of(
          "sweep",
          "--quiet",
          "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/training",
          "--spring.datasource.username=training",
          "--spring.datasource.password=training",
          "--pave.accounts.default.username=training",
          "--pave.accounts.default.api-key=training",
          "--pave.accounts.default.api-secret=training",
          "--cleanup.unavailable-after=1s");

  public static void main(String[] args) throws IOException, InterruptedException {
    Path jar = Path.of(args[0]).toAbsolutePath();
    Path files = Path.of(args[1]);
    Path directory = Path.of(args[2]).toAbsolutePath();
    String java =
        args.length > 3 ? args[3] : ProcessHandle.current().info().command().orElseThrow();
    delete(directory);
    Files.createDirectories(directory);
    run(
        directory,
        List.of(
            java,
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--destination",
            directory.toString(),
            "--force"));
    for (String file : List.of("jvm.options", NAME)) {
      Files.copy(files.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(
        directory.resolve(NAME), PosixFilePermissions.fromString("rwxr-xr-x"));
    train(directory, java);
  }

  private static void train(Path directory, String java) throws IOException, InterruptedException {
    Path cache = directory.resolve(NAME + ".aot");
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "@" + directory.resolve("jvm.options"),
                "-XX:AOTCacheOutput=" + cache,
                "-jar",
                directory.resolve(NAME + ".jar").toString()));
    command.addAll(TRAINING);
    run(directory, command);
    if (!Files.exists(cache)) {
      System.err.println("No " + cache + " was made. The program starts without it, but slowly.");
    }
  }

  private static void run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("package.log").toFile());
    // Settings of the machine are none of the training's.
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.matches(
                    "(?i)(spring|pave|cleanup|management|logging)[_.].*|.*JAVA_OPTIONS|JAVA_TOOL_OPTIONS"));
    Process process = builder.start();
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    Files.deleteIfExists(directory.resolve("package.log"));
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
