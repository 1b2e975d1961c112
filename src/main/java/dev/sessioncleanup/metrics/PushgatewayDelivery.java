package dev.sessioncleanup.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pushes the series of each account as a group of its own, and replaces the former ones. */
final class PushgatewayDelivery implements RunMetrics.Delivery {
  private final PrometheusRegistry registry;
  private final Pushgateway gateway;
  private final Duration rate;
  private final Attempts attempts;
  private volatile List<AccountFigures.Group> groups = List.of();
  private @Nullable Thread thread;

  /**
   * @param rate how often to push
   */
  PushgatewayDelivery(
      PrometheusRegistry registry, Pushgateway gateway, Attempts attempts, Duration rate) {
    this.registry = registry;
    this.gateway = gateway;
    this.attempts = attempts;
    this.rate = rate;
  }

  @Override
  public void start(Collection<AccountFigures.Group> accounts) {
    groups = List.copyOf(accounts);
    thread = Thread.ofVirtual().name("pushgateway").start(this::pushNowAndThen);
  }

  private void pushNowAndThen() {
    try {
      while (true) {
        Thread.sleep(rate);
        push();
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void finish() {
    Thread pushing = thread;
    try {
      if (pushing != null) {
        pushing.interrupt();
        pushing.join(); // a push in progress ends at once
        push();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** The rest of the accounts would wait as long for the same target. */
  private void push() {
    var all = registry.scrape();
    for (AccountFigures.Group group : groups) {
      if (!attempts.send(() -> gateway.put(group, SnapshotText.of(all, group)))) {
        return;
      }
    }
  }

  @Override
  public void abandon() {
    attempts.abandon();
  }
}
