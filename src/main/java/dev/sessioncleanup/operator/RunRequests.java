package dev.sessioncleanup.operator;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.operator.Request.Event;
import dev.sessioncleanup.operator.RequestRows.Status;
import dev.sessioncleanup.seal.JdbcSeals;
import dev.sessioncleanup.seal.Seals;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks something of a run, and waits until the process that works on it has carried it out. */
public final class RunRequests {
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Set<String> UNFINISHED = Set.of("planned", "running", "paused");

  private final RequestRows rows;
  private final Consumer<String> out;
  private final Scheduler scheduler;
  private final Seals seals;

  /**
   * @param out receives lines for people
   */
  public RunRequests(DataSource database, Consumer<String> out, Scheduler scheduler) {
    this.rows = new RequestRows(JdbcClient.create(database));
    this.seals = new JdbcSeals(database, 0);
    this.out = out;
    this.scheduler = scheduler;
  }

  /**
   * @param by who asks, here and below
   * @throws InvalidSettingException when there is no such run, or it does not run
   */
  public void pause(long runId, String by) {
    carryOut(new Request(Event.PAUSE, runId, null, by));
  }

  /**
   * @throws InvalidSettingException when there is no such run, or it is not paused
   */
  public void resume(long runId, String by) {
    carryOut(new Request(Event.RESUME, runId, null, by));
  }

  /**
   * @throws InvalidSettingException when there is no such run, or it has ended
   */
  public void cancel(long runId, String by) {
    carryOut(new Request(Event.CANCEL, runId, null, by));
  }

  /**
   * @throws InvalidSettingException when there is no such run, or it has ended
   */
  public void rate(long runId, Rate rate, String by) {
    carryOut(new Request(Event.RATE, runId, rate, by));
  }

  private void carryOut(Request request) {
    long event = rows.ask(request).orElseThrow(() -> refusal(request));
    Status status = status(request.runId(), event);
    out.accept(
        "Run %d of account %s: %s asked by %s at %s."
            .formatted(
                request.runId(),
                VisibleText.of(status.account()),
                what(request),
                VisibleText.of(request.actor()),
                VisibleText.of(status.askedAt())));
    out.accept(result(request, awaitEffect(request, event), event));
  }

  private static String what(Request request) {
    return request.event().sql() + (request.rate() == null ? "" : " of " + request.rate());
  }

  /** The status once the request is in effect, or when waiting is of no use. */
  private Status awaitEffect(Request request, long event) {
    long until = scheduler.nanos() + LONGEST_WAIT;
    Status status = status(request.runId(), event);
    while (status.inEffectAt() == null && status.alive() && scheduler.nanos() < until) {
      scheduler.sleepUntil(scheduler.nanos() + PAUSE);
      status = status(request.runId(), event);
    }
    return status;
  }

  private String result(Request request, Status status, long event) {
    if (status.inEffectAt() != null) {
      return "In effect since %s%s: %s"
          .formatted(VisibleText.of(status.inEffectAt()), at(status), Effects.inEffect(request));
    }
    if (!status.alive()) {
      return request.event() == Event.CANCEL
          ? cancelled(request.runId(), status.account(), event)
          : "No process works on the run now. " + Effects.withoutProcess(request);
    }
    return UNFINISHED.contains(status.state()) || request.event() == Event.CANCEL
        ? "Not in effect yet: the process%s has not confirmed it within 5s. 'runs show %d' tells when it has."
            .formatted(at(status), request.runId())
        : "The run has ended meanwhile (%s).".formatted(status.state());
  }

  private String cancelled(long runId, String account, long event) {
    int released = rows.finishCancelled(runId, event);
    long until = scheduler.nanos() + LONGEST_WAIT;
    seals.sealEnded(account, () -> scheduler.nanos() > until);
    long open = status(runId, event).open();
    return "In effect: no process works on the run. %s released.%s"
        .formatted(
            Quantity.were(released, "claim"),
            open == 0
                ? ""
                : " %s open because a DELETE was sent; the next run finishes them."
                    .formatted(Quantity.of(open, "claim") + (open == 1 ? " stays" : " stay")));
  }

  private static String at(Status status) {
    return status.host() == null ? "" : " on " + VisibleText.of(status.host());
  }

  private Status status(long runId, long event) {
    return rows.status(runId, event).orElseThrow(() -> unknown(runId));
  }

  private InvalidSettingException refusal(Request request) {
    @Nullable Status status = rows.status(request.runId(), 0).orElse(null);
    return status == null
        ? unknown(request.runId())
        : new InvalidSettingException(
            Effects.refusal(request, status.state(), UNFINISHED.contains(status.state())));
  }

  static InvalidSettingException unknown(long runId) {
    return new InvalidSettingException(
        "there is no run %d. 'runs list' shows the runs.".formatted(runId));
  }
}
