package dev.sessioncleanup.pacing;

import dev.sessioncleanup.programs.InstalledProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Debian's nginx in front of a server; it refuses requests above its limit. */
final class Nginx implements AutoCloseable {
  private static final int BURST = 2;

  private final Process process;
  private final Path directory;
  private final int port;

  private Nginx(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
  }

  /** Starts nginx; it accepts requests when this returns. */
  static Nginx before(URI server, int perSecond) throws IOException {
    Path program = InstalledProgram.require("nginx");
    Path directory = Files.createTempDirectory("nginx");
    int port = freePort();
    Files.writeString(directory.resolve("nginx.conf"), configuration(server, perSecond, port));
    Process process =
        new ProcessBuilder(
                program.toString(), "-p", directory + "/", "-c", "nginx.conf", "-e", "error.log")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.log").toFile())
            .start();
    Nginx nginx = new Nginx(process, directory, port);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(nginx::listens);
    return nginx;
  }

  private static String configuration(URI server, int perSecond, int port) {
    return """
    daemon off;
    %s
    worker_processes 1;
    pid nginx.pid;
    events { worker_connections 1024; }
    http {
      log_format request '$status $request_method $uri';
      access_log access.log request;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi; scgi_temp_path scgi;
      limit_req_zone $server_name zone=pave:1m rate=%dr/s;
      limit_req_status 429;
      server {
        listen 127.0.0.1:%d;
        server_name pave;
        location / {
          limit_req zone=pave burst=%d nodelay;
          proxy_pass http://%s;
        }
      }
    }
    """
        .formatted(
            System.getProperty("user.name").equals("root") ? "user root;" : "",
            perSecond,
            port,
            BURST,
            server.getAuthority());
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** How many responses have each status. */
  Map<String, Long> statuses() throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("access.log"))) {
      return lines.collect(
          Collectors.groupingBy(line -> line.split(" ", 2)[0], Collectors.counting()));
    }
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("nginx does not run: see " + directory);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Stops the master process, which also stops its worker. */
  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
