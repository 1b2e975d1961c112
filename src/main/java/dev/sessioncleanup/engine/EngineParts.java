package dev.sessioncleanup.engine;

import dev.sessioncleanup.availability.Availability;
import dev.sessioncleanup.availability.BreakerGate;
import dev.sessioncleanup.availability.CallGate;
import dev.sessioncleanup.availability.CallsInFlight;
import dev.sessioncleanup.availability.CredentialGate;
import dev.sessioncleanup.availability.DeleteGate;
import dev.sessioncleanup.availability.TrialSessions;
import dev.sessioncleanup.availability.UnavailabilityWatch;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import dev.sessioncleanup.dispatch.Bottleneck;
import dev.sessioncleanup.dispatch.Dispatcher;
import dev.sessioncleanup.dispatch.PermitQueue;
import dev.sessioncleanup.dispatch.Permits;
import dev.sessioncleanup.dispatch.Prober;
import dev.sessioncleanup.dispatch.SlotSource;
import dev.sessioncleanup.dispatch.Throttles;
import dev.sessioncleanup.pacing.ServerClock;
import dev.sessioncleanup.resilience.CircuitBreaker;
import dev.sessioncleanup.resilience.ConcurrencyLimit;
import dev.sessioncleanup.resilience.OutageTimer;
import dev.sessioncleanup.resilience.RetryPolicy;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.RunStats;

/** Creates and connects the parts of one run's engine. */
record EngineParts(
    PermitQueue queue,
    Dispatcher dispatcher,
    Prober prober,
    OutcomeWriter writer,
    TrialSessions trials,
    PaveHealth health,
    InFlightClaims inFlight,
    RunStats stats,
    CallStats calls,
    Workers workers) {

  /** What new workers need. */
  record Workers(Permits permits, RetryPolicy retry, EnginePorts ports, boolean verifyLive) {}

  static EngineParts of(
      EnginePorts ports, EngineSettings settings, RunControl control, DatabaseRetry retry) {
    Scheduler scheduler = ports.scheduler();
    RunStats stats = new RunStats();
    PermitQueue queue = new PermitQueue(scheduler);
    OutcomeWriter writer =
        new OutcomeWriter(new LedgerWrites(ports.ledger(), retry), retry, control, scheduler);
    Waiter proberWaiter = new Waiter(scheduler);
    CallGate gate = gate(settings, new Wakes(proberWaiter, queue::wake), control, scheduler);
    Throttles throttles = new Throttles(ports.limiter(), retry, queue, scheduler);
    ServerClock clock = new ServerClock(scheduler::nanos, () -> settings.spacing().forfeitAfter());
    Permits permits = new Permits(queue, gate, writer::update, clock, scheduler);
    SlotSource slots =
        new SlotSource(ports.limiter(), clock, ports.ledger(), retry, ports.checkLock());
    Bottleneck bottleneck = new Bottleneck(settings.ceiling(), settings.maxInFlight(), stats);
    Dispatcher dispatcher =
        new Dispatcher(
            queue,
            slots,
            throttles,
            gate,
            new Dispatcher.Parts(
                settings.ceiling(), writer::isBehind, bottleneck, stats, scheduler));
    Prober prober =
        new Prober(
            ports.pave(), permits, throttles, gate, new Prober.Signal(proberWaiter, scheduler));
    InFlightClaims inFlight = new InFlightClaims(settings.runId(), scheduler);
    CallStats calls = new CallStats(inFlight::outstanding);
    control.onEnd(
        () -> {
          inFlight.runEnded();
          gate.availability().runEnded();
          gate.credentials().runEnded();
          queue.wake();
          proberWaiter.changed();
        });
    return new EngineParts(
        queue,
        dispatcher,
        prober,
        writer,
        new TrialSessions(gate.breaker(), gate.availability().deletes()),
        new PaveHealth(gate, throttles, stats, calls),
        inFlight,
        stats,
        calls,
        new Workers(
            permits,
            new RetryPolicy(settings.maxAttempts(), ports.chance()),
            ports,
            settings.verifyLive()));
  }

  /** What is to be told when the gate has changed. */
  private record Wakes(Waiter prober, Runnable queue) {}

  private static CallGate gate(
      EngineSettings settings, Wakes wakes, RunControl control, Scheduler scheduler) {
    CallsInFlight calls =
        new CallsInFlight(
            new ConcurrencyLimit(settings.maxInFlight(), () -> settings.spacing().slotsAhead()),
            scheduler);
    OutageTimer timer = new OutageTimer(settings.unavailableAfter(), scheduler.nanos());
    return new CallGate(
        new Availability(
            new UnavailabilityWatch(timer, new DeleteGate(wakes.queue(), scheduler), control),
            calls,
            wakes.prober(),
            scheduler),
        new CredentialGate(wakes.prober(), control, scheduler),
        new BreakerGate(new CircuitBreaker(settings.breaker()), wakes.queue(), control),
        calls,
        control);
  }

  /** Creates the worker of a new claim. */
  DeletionWorker worker(OpenClaim claim, InFlightClaim entry, long place) {
    FailedAttempts failed =
        new FailedAttempts(claim, health, workers.retry(), workers.ports().scheduler());
    LookUps lookUps = new LookUps(claim, failed, workers.verifyLive());
    DeletionWorker.Calls calls =
        new DeletionWorker.Calls(
            workers.permits(),
            workers.ports().pave(),
            place,
            () -> {
              inFlight.sent(entry);
              trials.called(claim.key());
            },
            entry::isReplaced);
    return new DeletionWorker(claim, failed, lookUps, health, calls);
  }
}
