package dev.sessioncleanup.deletion;

import java.time.Duration;

/** Latencies as the audit keeps them. */
final class Millis {
  private Millis() {}

  static int of(Duration latency) {
    return (int) Math.min(Integer.MAX_VALUE, latency.toMillis());
  }
}
