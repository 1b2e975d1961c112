package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
@ProcessTest
class PoolerTest {
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void transactionModeIsRefusedAtStart() {
    world.trackIdle(3);
    try (PgBouncer pooler = shared.throughPooler("transaction")) {
      ChildProcess child = world.start("sweep", "--spring.datasource.url=" + pooler.jdbcUrl());

      assertThat(child.exit()).as(child.output()).isEqualTo(2);
      assertThat(child.output()).contains("pooler").contains("session mode");
    }
    assertThat(world.pave.log()).isEmpty();
    assertThat(world.number("select count(*) from cleanup_run")).isZero();
  }

  @Test
  void sessionModeWorks() {
    world.trackIdle(10);
    try (PgBouncer pooler = shared.throughPooler("session")) {
      ChildProcess child = world.start("sweep", "--spring.datasource.url=" + pooler.jdbcUrl());

      assertThat(child.exit()).as(child.output()).isZero();
    }
    EndState.assertExact(world);
  }
}
