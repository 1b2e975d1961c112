package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class AccountsTest {
  private final World world = new World().account("acme").account("beta");

  /** The API key that each session was sent with. */
  private final Map<String, String> sentWith = new ConcurrentHashMap<>();

  @BeforeEach
  void listen() {
    world.pave.faults(
        request -> {
          sentWith.put(request.sessionKey(), request.headers().getOrDefault("api-key", ""));
          return Optional.empty();
        });
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everySessionIsSentWithTheKeyOfItsOwnAccount() {
    stale("default", "acme", "beta");

    world.run("sweep").exitedWith(0);

    assertThat(sentWith)
        .hasSize(15)
        .allSatisfy((key, with) -> assertThat(with).isEqualTo(World.key(account(key))));
    assertThat(world.pave.removed()).hasSize(15);
    assertThat(world.runs()).extracting(CleanupRunRow::account).contains("acme", "beta", "default");
    assertThat(world.runs()).hasSize(3).allMatch(run -> run.state().equals("complete"));
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void accountOptionProcessesThatAccountOnly() {
    stale("default", "acme");

    world.run("sweep", "--account", "acme").exitedWith(0);

    assertThat(world.pave.removed()).hasSize(5).allMatch(key -> account(key).equals("acme"));
    assertThat(world.onlyRun().account()).isEqualTo("acme");
  }

  @Test
  void accountWithoutItsSecretDoesNotStopTheOthers() {
    stale("default", "acme", "beta");
    world.unset("pave.accounts.acme.api-secret");

    world
        .run("sweep")
        .exitedWith(2)
        .says("No run of account acme: failed (pave.accounts.acme.api-secret is not set.");

    assertThat(world.pave.removed()).hasSize(10).noneMatch(key -> account(key).equals("acme"));
    assertThat(world.runs()).hasSize(2).allMatch(run -> run.state().equals("complete"));
  }

  @Test
  void accountWithoutItsSecretIsRefusedWhenItIsAskedFor() {
    stale("default", "acme");
    world.unset("pave.accounts.acme.api-secret");

    world
        .run("sweep", "--account", "acme")
        .exitedWith(2)
        .complainsOnce("pave.accounts.acme.api-secret is not set.");

    assertThat(world.runs()).isEmpty();
  }

  @Test
  void refusedAccountDoesNotStopTheOthers() {
    stale("default", "acme", "beta");
    world.set("pave.accounts.acme.api-secret", "hush-mistyped");

    world
        .run("sweep")
        .exitedWith(6)
        .says("PAVE refused the credentials of account acme (401: Unauthorized.)");

    assertThat(world.runs())
        .extracting(CleanupRunRow::account, CleanupRunRow::state)
        .containsExactlyInAnyOrder(
            tuple("acme", "failed"), tuple("beta", "complete"), tuple("default", "complete"));
    assertThat(world.pave.removed()).hasSize(10).noneMatch(key -> account(key).equals("acme"));
  }

  @Test
  void unconfiguredAccountIsCountedAndReportedAndNeverSent() {
    stale("default");
    for (int i = 0; i < 3; i++) {
      world.track("gamma", "gamma-" + i, "IDLE", "20 days");
      world.pave.session(World.key("default"), "gamma-" + i, "IDLE");
    }
    world.track("gamma", "gamma-fresh", "IDLE", "2 days");

    world
        .run("sweep")
        .exitedWith(0)
        .says("Account gamma is not configured: 3 stale sessions were left alone.");

    assertThat(sentWith.keySet()).hasSize(5).allMatch(key -> account(key).equals("default"));
    assertThat(world.audit()).noneMatch(row -> row.sessionKey().startsWith("gamma"));
  }

  private void stale(String... accounts) {
    for (String account : accounts) {
      for (int i = 0; i < 5; i++) {
        String key = account + "-" + i;
        world.track(account, key, "IDLE", (20 - i) + " days");
        world.pave.session(World.key(account), key, "IDLE");
      }
    }
  }

  private static String account(String sessionKey) {
    return sessionKey.substring(0, sessionKey.lastIndexOf('-'));
  }
}
