package dev.sessioncleanup.sweep;

import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Orders;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.text.VisibleText;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out in this process what operators ask of a run, and confirms it. The database itself
 * grants nothing to a run that is paused or cancelled.
 */
final class OrderWatch implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(OrderWatch.class);
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(400);

  private final Run run;
  private final Runs runs;
  private final RunControl control;
  private final Rate rate;
  private final Ceiling ceiling;
  private volatile Orders orders = Orders.NONE;

  /**
   * @param rate the ceiling of the command
   */
  OrderWatch(Run run, Runs runs, RunControl control, Rate rate) {
    this.run = run;
    this.runs = runs;
    this.control = control;
    this.rate = rate;
    this.ceiling = new Ceiling(rate);
  }

  /** What was asked for when it was last looked at. */
  Orders orders() {
    return orders;
  }

  /** The ceiling in force. */
  Ceiling ceiling() {
    return ceiling;
  }

  /** Looks every 400 ms until the run ends. */
  @Override
  public void run() {
    while (!control.ended()) {
      control.sleep(INTERVAL);
      try {
        look();
      } catch (RuntimeException unavailable) {
        log.debug("The operators' orders could not be read.", unavailable);
      }
    }
  }

  /** Looks once. Safe to repeat; throws Spring's DataAccessException. */
  void look() {
    runs.orders(run.runId()).ifPresent(this::carryOut);
  }

  /** Looks once, and counts the outcomes that the run has so far. */
  RunCounts lookAndCount() {
    look();
    return runs.counts(run.runId());
  }

  private void carryOut(Orders now) {
    Orders before = orders;
    orders = now;
    Rate wanted = now.rate() == null ? rate : now.rate();
    if (ceiling.change(wanted)) {
      log.info("The rate of run {} is {} from now on.", run.runId(), wanted);
    }
    if (now.paused() && !before.paused()) {
      log.warn(
          "Run {} of account {} is paused{}. Nothing is sent until 'runs resume {}'; 'runs cancel {}' ends it.",
          run.runId(),
          run.account(),
          by(now),
          run.runId(),
          run.runId());
    } else if (before.paused() && !now.paused()) {
      log.info("Run {} of account {} is no longer paused.", run.runId(), run.account());
    }
    if (now.unconfirmed() > 0) {
      runs.confirm(run.runId(), now.unconfirmed());
    }
    if (now.state() == RunState.CANCELLED) {
      control.end(Ending.Kind.CANCELLED, "cancelled by an operator");
    }
  }

  /** Who paused the run and when; empty if nobody is on record. */
  static String by(Orders orders) {
    return orders.pausedBy() == null || orders.pausedAt() == null
        ? ""
        : " by %s since %s"
            .formatted(VisibleText.of(orders.pausedBy()), VisibleText.of(orders.pausedAt()));
  }
}
