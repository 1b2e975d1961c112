package dev.sessioncleanup.pave;

import dev.sessioncleanup.simulator.PaveSimulator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Shared by tests against the simulator: one account, one key, a client with short timeouts. */
abstract class SimulatedPaveTest {
  static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  static final String KEY = "ABC-1234567890";
  static final String API_KEY = "test-api-key";
  static final AccountProperties ACCOUNT =
      new AccountProperties("acme", API_KEY, "test-api-secret", null, null);
  static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

  final PaveSimulator simulator =
      new PaveSimulator(InstantSource.fixed(NOW))
          .account("acme", API_KEY, "test-api-secret")
          .session(API_KEY, KEY, "IDLE");

  @AfterEach
  void closeSimulator() {
    simulator.close();
  }

  Pave pave() {
    return pave(READ_TIMEOUT, NOW);
  }

  Pave pave(Duration readTimeout, Instant ourTime) {
    return pave(simulator.baseUrl(), readTimeout, ourTime, ACCOUNT);
  }

  static Pave pave(URI url, Duration readTimeout, Instant ourTime, AccountProperties account) {
    PaveProperties settings =
        new PaveProperties(url, Map.of("default", account), Duration.ofSeconds(5), readTimeout);
    return new PaveAccounts(settings, InstantSource.fixed(ourTime)).forAccount("default");
  }
}
