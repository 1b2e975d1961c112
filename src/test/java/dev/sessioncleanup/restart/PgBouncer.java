package dev.sessioncleanup.restart;

import dev.sessioncleanup.programs.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's pgbouncer in front of a database. It refuses to run as root, so root starts it as
 * nobody.
 */
final class PgBouncer implements AutoCloseable {
  private final Process process;
  private final URI database;
  private final int port;

  /**
   * @param mode transaction or session
   */
  PgBouncer(String jdbcUrl, String username, String password, String mode) {
    this.database = URI.create(jdbcUrl.substring("jdbc:".length()));
    this.port = freePort();
    Path program = InstalledProgram.require("pgbouncer");
    try {
      Path directory = Files.createTempDirectory("pgbouncer");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path users = Files.writeString(directory.resolve("users.txt"), quoted(username, password));
      Path settings = directory.resolve("pgbouncer.ini");
      Files.writeString(settings, settings(mode, users));
      process = start(program, settings, directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!ProcessWorld.await(Duration.ofSeconds(10), this::answers)) {
      throw new IllegalStateException("pgbouncer does not answer");
    }
  }

  private String settings(String mode, Path users) {
    return """
    [databases]
    * = host=%s port=%d
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = plain
    auth_file = %s
    pool_mode = %s
    default_pool_size = 20
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(database.getHost(), database.getPort(), port, users, mode);
  }

  private static String quoted(String username, String password) {
    return "\"%s\" \"%s\"\n".formatted(username, password);
  }

  private static Process start(Path program, Path settings, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(List.of(program.toString(), settings.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(log.toFile()))
        .start();
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d%s?prepareThreshold=0"
        .formatted(port, database.getPath());
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
