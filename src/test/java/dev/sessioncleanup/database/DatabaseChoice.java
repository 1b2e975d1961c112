package dev.sessioncleanup.database;

import java.util.Arrays;
import java.util.Locale;

/** Which server the tests run on; system property {@code test.database}. */
enum DatabaseChoice {
  AUTO {
    @Override
    DatabaseServer start() {
      if (!DockerEngine.answers()) {
        return EmbeddedServer.start();
      }
      try {
        return ContainerServer.startWithin(TIMEOUT_SECONDS);
      } catch (IllegalStateException e) {
        System.err.println("database fixture: embedded, because " + e.getMessage());
        return EmbeddedServer.start();
      }
    }
  },
  DOCKER {
    @Override
    DatabaseServer start() {
      if (!DockerEngine.answers()) {
        throw new IllegalStateException(
            "test.database=docker, but no Docker engine answers at "
                + DockerEngine.places()
                + ". Start one, set DOCKER_HOST, or use -Dtest.database=embedded.");
      }
      return ContainerServer.start();
    }
  },
  EMBEDDED {
    @Override
    DatabaseServer start() {
      return EmbeddedServer.start();
    }
  };

  /** Usually enough to pull an image; an engine that cannot pull would take two minutes. */
  private static final int TIMEOUT_SECONDS = 60;

  abstract DatabaseServer start();

  static DatabaseChoice fromSystemProperty() {
    String asked = System.getProperty("test.database", "auto");
    return Arrays.stream(values())
        .filter(choice -> choice.name().equals(asked.toUpperCase(Locale.ROOT)))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "test.database=" + asked + " is none of auto, docker, embedded."));
  }
}
