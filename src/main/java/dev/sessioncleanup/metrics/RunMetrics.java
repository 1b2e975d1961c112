package dev.sessioncleanup.metrics;

import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.summary.ExitCodes;
import dev.sessioncleanup.sweep.RunInProgress;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.sweep.SweepRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Registers the meters of the runs and has them delivered. */
final class RunMetrics implements RunMonitor {

  /** A target that gets the metrics. Never throws because of the target. */
  interface Delivery {

    /** Begins to send now and then, in the background. */
    void start(Collection<AccountFigures.Group> groups);

    /** Sends the last figures; blocks until they are sent, or cannot be. */
    void finish();

    /** Stops sending at once. */
    void abandon();
  }

  private static final String NIGHTLY = "nightly";

  private final MeterRegistry registry;
  private final List<Delivery> deliveries;
  private final AuditFigures audit;
  private final Duration longest;
  private final Map<String, AccountFigures> accounts = new LinkedHashMap<>();

  /**
   * @param longest how long the end of a command may be delayed
   */
  RunMetrics(
      MeterRegistry registry, List<Delivery> deliveries, AuditFigures audit, Duration longest) {
    this.registry = registry;
    this.deliveries = deliveries;
    this.audit = audit;
    this.longest = longest;
  }

  @Override
  public void begin(SweepRequest request, Supplier<List<RunInProgress>> runs) {
    if (request.options().dryRun()) {
      return;
    }
    String kind = request.isBackfill() ? "backfill" : NIGHTLY;
    for (String account : request.accounts()) {
      var figures = new AccountFigures(new AccountFigures.Group(account, kind), runs);
      figures.lastSuccess(audit.lastSuccess(account, figures.group().kind()));
      accounts.put(account, figures);
      new AccountMeters(registry, figures).register();
    }
    List<AccountFigures.Group> groups =
        accounts.values().stream().map(AccountFigures::group).toList();
    deliveries.forEach(delivery -> delivery.start(groups));
  }

  @Override
  public void ended(List<RunSummary> summaries) {
    for (AccountFigures figures : accounts.values()) {
      String account = figures.group().account();
      List<RunSummary> own =
          summaries.stream().filter(each -> each.account().equals(account)).toList();
      if (!own.isEmpty()) {
        figures.ended(ended(figures.group(), own));
        figures.lastSuccess(audit.lastSuccess(account, figures.group().kind()));
        new AccountMeters(registry, figures).registerKnown();
      }
    }
  }

  private AccountFigures.Ended ended(AccountFigures.Group group, List<RunSummary> summaries) {
    Stream<Integer> codes = summaries.stream().map(each -> each.ending().kind().exitCode());
    RunSummary last = summaries.getLast();
    RunCounts counts = last.counts();
    return new AccountFigures.Ended(
        ExitCodes.worst(codes.toList()), counts == null ? null : counts.open(), left(group, last));
  }

  private AuditFigures.@Nullable Backlog left(AccountFigures.Group group, RunSummary last) {
    Run run = last.run();
    if (run == null || !last.isCounted()) {
      return null;
    }
    return group.kind().equals(NIGHTLY)
        ? audit.backlog(group.account(), run.createdBefore())
        : new AuditFigures.Backlog(last.notReached(), null);
  }

  @Override
  public void close() {
    if (accounts.isEmpty()) {
      return;
    }
    List<Thread> finishing = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      finishing.add(Thread.ofVirtual().name("last metrics").start(delivery::finish));
    }
    await(finishing);
    deliveries.forEach(Delivery::abandon);
    accounts.clear();
  }

  private void await(List<Thread> threads) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
