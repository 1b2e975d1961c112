package dev.sessioncleanup.engine;

import dev.sessioncleanup.availability.TrialSessions;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.DatabaseUnavailableException;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.RunStats;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A run in flight. Each claim gets a worker with its own virtual thread. The dispatcher gives slots
 * to the workers, the outcome writer records their outcomes, and the prober checks whether PAVE is
 * available. For use by one thread, but any thread may read the stats.
 */
public final class Engine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);
  private static final int MAX_WAITING = 500;

  private final EnginePorts ports;
  private final EngineSettings settings;
  private final RunControl control;
  private final DatabaseRetry retry;
  private final EngineParts parts;
  private final EngineThreads threads;

  public Engine(
      EnginePorts ports, EngineSettings settings, RunControl control, DatabaseRetry retry) {
    this.ports = ports;
    this.settings = settings;
    this.control = control;
    this.retry = retry;
    this.parts = EngineParts.of(ports, settings, control, retry);
    this.threads = new EngineThreads(ports.scheduler(), control);
  }

  /** Starts the threads. */
  public void start() {
    threads.start("outcome writer", parts.writer());
    threads.start("prober", parts.prober());
    threads.start(
        "dispatcher",
        () -> {
          ports.pave().warmUp();
          parts.dispatcher().run();
        });
  }

  /**
   * Starts a worker for each claim. Returns when less than a second of work, or 500 claims, wait
   * for a slot, so that the next claims arrive in time, or when the run has ended.
   */
  public void submit(Collection<Claim> claims) {
    claims.forEach(this::startWorker);
    double perSecond = Math.min(MAX_WAITING, settings.ceiling().rate().perSecond());
    int most = (int) Math.max(settings.spacing().slotsAhead(), perSecond);
    parts.queue().awaitCapacity(most, parts.trials()::areWanted);
  }

  /** Records outcomes that needed no call. */
  public void record(List<Finding> findings) {
    parts.writer().record(findings).forEach(parts.health()::count);
    parts.trials().decided(findings);
  }

  public InFlightClaims inFlight() {
    return parts.inFlight();
  }

  /** Sessions that the circuit breaker wants to be tried before all others. */
  public TrialSessions trials() {
    return parts.trials();
  }

  public RunStats stats() {
    return parts.stats();
  }

  public CallStats calls() {
    return parts.calls();
  }

  /** Releases claims that were never attempted and whose worker has ended. */
  public void releaseUnattempted() {
    List<Claim> claims = parts.inFlight().unattempted();
    if (!claims.isEmpty()) {
      retry.call(() -> ports.ledger().release(claims));
      parts.inFlight().released(claims);
      log.debug("Released {} claims without an attempt.", claims.size());
    }
  }

  /**
   * Lets calls in flight finish, records them, releases claims that were never attempted, and ends
   * the threads. Claims that arrive after the run ended are released as well.
   */
  @Override
  public void close() {
    InFlightClaims inFlight = parts.inFlight();
    while (inFlight.outstanding() > 0 && !control.outOfTime() && !parts.writer().gaveUp()) {
      inFlight.awaitEmpty(threads.nextCheck());
    }
    try {
      releaseUnattempted();
    } catch (DatabaseUnavailableException givenUp) {
      log.debug(
          "Claims without an attempt could not be released. The next run takes them over.",
          givenUp);
    } finally {
      parts.prober().stop();
      parts.queue().stop();
      parts.writer().close();
      threads.awaitEnd();
    }
  }

  private void startWorker(Claim claim) {
    parts.trials().submitted(claim);
    InFlightClaim entry = parts.inFlight().enter(claim);
    if (entry.hasFormer()) {
      parts.queue().cancel(claim.auditId());
    }
    OpenClaim open = new OpenClaim(claim, parts.writer(), parts.health());
    long place = parts.queue().expect(!entry.hasFormer());
    DeletionWorker worker = parts.worker(open, entry, place);
    threads.startWorker(
        "claim " + claim.auditId(),
        () -> {
          try (var named = MDC.putCloseable("session", claim.sessionKey())) {
            if (!entry.awaitFormer() || open.refresh()) {
              worker.run();
              log.debug("The worker of claim {} has ended.", claim.auditId());
            }
          }
        },
        () -> {
          if (worker.neverAsked()) {
            parts.queue().expectNoMore(place);
          }
          parts.trials().done(claim);
          parts.inFlight().leave(entry, open.claim(), open.departure());
        });
  }
}
