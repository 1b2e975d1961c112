package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.restart.CuttingProxy;
import dev.sessioncleanup.truth.Truth;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each round trip to the database takes 600 ms, from the first call to PAVE on. */
@DatabaseTest
class SlowDatabaseTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void runCompletesAndKeepsItsClaims() {
    world.stale("SLO-0000000001", "SLO-0000000002", "SLO-0000000003");
    URI address = URI.create(world.database.jdbcUrl().substring("jdbc:".length()));
    try (CuttingProxy proxy =
        new CuttingProxy(address.getHost(), address.getPort(), "nothing that is said", 1)) {
      world.pave.beforeReply(exchange -> proxy.delay(Duration.ofMillis(300)));
      world.set("cleanup.rate", "2/s");
      world.set(
          "spring.datasource.url",
          "jdbc:postgresql://127.0.0.1:%d%s".formatted(proxy.port(), address.getPath()));

      Shell.Ended ended = world.run("sweep").exitedWith(0).says("removed     3");

      assertThat(ended.err())
          .contains("slowed: the database takes ")
          .doesNotContain("WARN", "Lost the connection", "took over");
    }
    assertThat(world.pave.log()).hasSize(3);
    Truth.assertAuditIsTrue(world);
  }
}
