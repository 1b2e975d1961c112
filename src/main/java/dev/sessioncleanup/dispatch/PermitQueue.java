package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import dev.sessioncleanup.pacing.Grant.Verdict;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The queue of workers that wait for a permit. Workers add requests, the dispatcher takes them, and
 * the source of new claims waits until few requests are left. Safe for use by many threads.
 */
public final class PermitQueue {
  private final Scheduler scheduler;
  private final DispatcherSignal dispatcher;
  private final Waiter source;
  private final WaitingRequests requests = new WaitingRequests();
  private boolean ended;
  private boolean stopped;

  public PermitQueue(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.dispatcher = new DispatcherSignal(scheduler);
    this.source = new Waiter(scheduler);
  }

  /**
   * A new claim is about to ask for its first permit.
   *
   * @param atOnce whether those that come after it wait until it has asked
   * @return its place in the order of slots
   */
  public synchronized long expect(boolean atOnce) {
    return requests.expect(atOnce);
  }

  /** The claim that was announced for this place will not request a permit. */
  public synchronized void expectNoMore(long place) {
    requests.expectNoMore(place);
    workChanged();
    source.changed();
  }

  /** Takes the next place at the end of the order of slots. */
  public synchronized long takeLastPlace() {
    return requests.nextPlace();
  }

  /**
   * Adds a worker's request.
   *
   * @param first whether this request was announced with {@link #expect}
   */
  synchronized void add(PermitRequest request, boolean first) {
    if (first) {
      requests.expectNoMore(request.place());
    }
    if (ended) {
      request.runEnded();
      return;
    }
    requests.add(request, scheduler.nanos());
    workChanged();
  }

  /** Takes requests that are due: probes first, then those for sessions that may be called. */
  synchronized List<PermitRequest> take(int most, Predicate<String> mayBeCalled) {
    List<PermitRequest> taken = requests.take(most, mayBeCalled, scheduler.nanos());
    source.changed();
    return taken;
  }

  /** Puts requests that got no slot back to the front, in their order. */
  synchronized void putBack(List<PermitRequest> batch) {
    requests.putBack(batch);
  }

  /** When the next backoff ends; the argument when no request is in backoff. */
  synchronized long nextDue(long otherwise) {
    return requests.nextDue(otherwise);
  }

  synchronized boolean isEmpty() {
    return requests.isEmpty();
  }

  /** Whether a claim waits for nothing but a slot. */
  synchronized boolean hasReady() {
    return requests.ready() > 0;
  }

  /** There is work for the dispatcher, or a call has ended. */
  void workChanged() {
    dispatcher.work();
  }

  /** Lets everybody who waits look again at once, the dispatcher also where it has no slot. */
  public void wake() {
    dispatcher.urgent();
    source.changed();
  }

  /** Answers all waiting and all later requests that the run has ended. */
  synchronized void endAll() {
    ended = true;
    requests.all().forEach(PermitRequest::runEnded);
    requests.clear();
    source.changed();
  }

  /** The dispatcher's thread may end. */
  public synchronized void stop() {
    stopped = true;
    wake();
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * For the dispatcher: waits until that moment, or until a change.
   *
   * @param ignoreWork whether only {@link #wake} counts as a change, and not requests
   */
  void await(long until, boolean ignoreWork) {
    dispatcher.await(until, ignoreWork);
  }

  /** Another worker has this claim now: answers waiting requests for it that the claim was lost. */
  public synchronized void cancel(long auditId) {
    for (PermitRequest request : requests.removeClaim(auditId)) {
      request.promise.complete(new Permit.Denied(request.claim(), Verdict.LOST));
    }
  }

  /**
   * Waits until no more than so many claims wait for their slot, or the run has ended.
   *
   * @param enough another reason to wait no longer
   */
  public void awaitCapacity(int most, BooleanSupplier enough) {
    source.await(() -> hasCapacity(most) || enough.getAsBoolean());
  }

  private synchronized boolean hasCapacity(int most) {
    return ended || requests.readyOrExpected() <= most;
  }
}
