package dev.sessioncleanup.database;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Checks whether a Docker engine answers, in at most two seconds. The check of Testcontainers pulls
 * an image, which takes minutes without a registry.
 */
final class DockerEngine {
  private static final int TIMEOUT_SECONDS = 2;

  private DockerEngine() {}

  static boolean answers() {
    return places().stream().anyMatch(DockerEngine::answersInTime);
  }

  /** Where an engine may listen, in the order in which Testcontainers looks. */
  static List<URI> places() {
    String named = System.getenv("DOCKER_HOST");
    if (named != null && !named.isBlank()) {
      return List.of(URI.create(named));
    }
    String home = System.getProperty("user.home");
    String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", home + "/.docker/run");
    return Stream.of(
            "/var/run/docker.sock",
            runtime + "/docker.sock",
            home + "/.docker/run/docker.sock",
            home + "/.docker/desktop/docker.sock")
        .distinct()
        .map(path -> URI.create("unix://" + path))
        .toList();
  }

  private static boolean answersInTime(URI place) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    // A hanging engine blocks its reader for ever; a leaked virtual thread does no harm.
    Thread.ofVirtual().start(() -> answer.complete(answers(place)));
    return answer.completeOnTimeout(false, TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }

  private static boolean answers(URI place) {
    try (SocketChannel channel = SocketChannel.open(address(place))) {
      if (!"unix".equals(place.getScheme())) {
        return true; // may need TLS; a listener at DOCKER_HOST is enough
      }
      String ping = "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
      channel.write(StandardCharsets.US_ASCII.encode(ping));
      ByteBuffer reply = ByteBuffer.allocate(64);
      channel.read(reply);
      return StandardCharsets.US_ASCII.decode(reply.flip()).toString().contains(" 200 ");
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static SocketAddress address(URI place) {
    return "unix".equals(place.getScheme())
        ? UnixDomainSocketAddress.of(Path.of(place.getPath()))
        : new InetSocketAddress(place.getHost(), place.getPort());
  }
}
