package dev.sessioncleanup.database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container; Testcontainers removes it at the end of the JVM. */
final class ContainerServer {
  private ContainerServer() {}

  static DatabaseServer start() {
    DockerImageName image = DockerImageName.parse(image()).asCompatibleSubstituteFor("postgres");
    @SuppressWarnings("resource") // serves until the JVM ends
    PostgreSQLContainer container =
        new PostgreSQLContainer(image)
            .withUsername("postgres")
            .withPassword("postgres")
            .withCommand(
                "postgres",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=" + DatabaseServer.MAX_CONNECTIONS);
    container.start();
    return new DatabaseServer(
        "container",
        container.getHost() + ":" + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        container.getUsername(),
        container.getPassword());
  }

  /**
   * @throws IllegalStateException with a one-line message, if no container serves in time
   */
  static DatabaseServer startWithin(int seconds) {
    try {
      return CompletableFuture.supplyAsync(ContainerServer::start, ContainerServer::inBackground)
          .get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no container of " + image() + " was up within " + seconds + " s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no container of " + image() + " starts: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the start of a container was interrupted", e);
    }
  }

  private static void inBackground(Runnable start) {
    Thread.ofPlatform().daemon().name("container-start").start(start);
  }

  private static String image() {
    String named = System.getenv().getOrDefault("TEST_DATABASE_IMAGE", "postgres:18");
    return System.getProperty("test.database.image", named);
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }
}
