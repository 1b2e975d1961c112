package dev.sessioncleanup.metrics;

import dev.sessioncleanup.ledger.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Registers the meters of one account. All of them read {@link AccountFigures}, which the caller
 * keeps: Micrometer's counters do not.
 */
final class AccountMeters {
  private static final List<Outcome> WITH_EVIDENCE =
      List.of(Outcome.REMOVED, Outcome.STARTED, Outcome.MISSING, Outcome.NOT_IDLE);
  private static final List<String> STATUS_CLASSES =
      List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

  private final MeterRegistry registry;
  private final AccountFigures figures;
  private final Tags tags;

  AccountMeters(MeterRegistry registry, AccountFigures figures) {
    this.registry = registry;
    this.figures = figures;
    this.tags =
        Tags.of(
            MetricNames.ACCOUNT,
            figures.group().account(),
            MetricNames.KIND,
            figures.group().kind());
  }

  /** Registers what can be known from the start, so that every count begins at zero. */
  void register() {
    for (Outcome outcome : Outcome.values()) {
      boolean evidence = WITH_EVIDENCE.contains(outcome);
      outcome(outcome, evidence ? "confirmed" : "none", false);
      if (outcome == Outcome.REMOVED || outcome == Outcome.NOT_IDLE) {
        outcome(outcome, "inferred", true);
      }
    }
    for (int hundreds = 0; hundreds < STATUS_CLASSES.size(); hundreds++) {
      int digit = hundreds;
      Tags status = tags.and("status", STATUS_CLASSES.get(hundreds));
      counter(MetricNames.REPLIES, "Calls by status class", status, f -> f.replies(digit));
    }
    counter(MetricNames.ATTEMPTS, "DELETE calls", tags, AccountFigures::attempts);
    counter(MetricNames.THROTTLED, "Requests to slow down", tags, AccountFigures::throttled);
    FunctionTimer.builder(
            MetricNames.SLOT_WAIT,
            figures,
            AccountFigures::waits,
            AccountFigures::nanosWaited,
            TimeUnit.NANOSECONDS)
        .description("Waits for a slot")
        .tags(tags)
        .register(registry);
    gauge(MetricNames.PACE, "Share of the ceiling in use", AccountFigures::pace);
    gauge(MetricNames.OPEN_CLAIMS, "Claims without an outcome", AccountFigures::openClaims);
    gauge(MetricNames.PLANNED, "Sessions of the runs", AccountFigures::planned);
    gauge(MetricNames.BACKLOG, "Stale sessions left", AccountFigures::backlog);
    seconds(MetricNames.BACKLOG_OLDEST, "Oldest of the backlog", AccountFigures::oldestCreated);
    seconds(MetricNames.DURATION, "Duration of the runs", AccountFigures::seconds);
    registerKnown();
  }

  /** Registers what is known only now. */
  void registerKnown() {
    if (figures.lastSuccess() != null) {
      seconds(MetricNames.LAST_SUCCESS, "Last complete run", f -> epoch(f.lastSuccess()));
    }
    if (figures.ended() != null) {
      gauge(MetricNames.EXIT_CODE, "Exit code of the runs", AccountMeters::exitCode);
    }
  }

  private static double epoch(@Nullable Instant time) {
    return time == null ? Double.NaN : time.getEpochSecond();
  }

  private static double exitCode(AccountFigures figures) {
    AccountFigures.Ended ended = figures.ended();
    return ended == null ? Double.NaN : ended.exitCode();
  }

  private void outcome(Outcome outcome, String evidence, boolean inferred) {
    counter(
        MetricNames.OUTCOMES,
        "Recorded outcomes",
        tags.and("outcome", outcome.sql(), "evidence", evidence),
        f -> f.outcomes(outcome, inferred));
  }

  private void counter(
      String name, String description, Tags labels, ToDoubleFunction<AccountFigures> value) {
    FunctionCounter.builder(name, figures, value)
        .description(description)
        .tags(labels)
        .register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<AccountFigures> value) {
    Gauge.builder(name, figures, value).description(description).tags(tags).register(registry);
  }

  private void seconds(String name, String description, ToDoubleFunction<AccountFigures> value) {
    TimeGauge.builder(name, figures, TimeUnit.SECONDS, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
