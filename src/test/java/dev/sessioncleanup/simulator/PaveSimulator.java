package dev.sessioncleanup.simulator;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * PAVE's sessions API on a free port of 127.0.0.1: signatures, ownership, GET and DELETE as
 * documented, faults on demand, and a log of every request that reached it. Safe for use by many
 * threads; runs from its construction until {@link #close}.
 */
public final class PaveSimulator implements AutoCloseable {
  private final InstantSource clock;
  private final SignatureCheck signatures = new SignatureCheck();
  private final Sessions sessions = new Sessions();
  private final FaultPlan faults = new FaultPlan();
  private final ExchangeLog log = new ExchangeLog();
  private final AtomicLong connections = new AtomicLong();
  private final RequestHandler desk;
  private final int port;
  private @Nullable Listener listener;

  public PaveSimulator() {
    this(InstantSource.system());
  }

  /**
   * @param clock PAVE's own: for the freshness of signatures, the Date header and session times
   */
  public PaveSimulator(InstantSource clock) {
    this.clock = clock;
    this.desk = new RequestHandler(clock, signatures, sessions, faults, log);
    Listener first = new Listener(0, connections, desk::answer);
    this.port = first.port();
    this.listener = first;
  }

  /** For {@code pave.base-url}. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port + "/v1");
  }

  public PaveSimulator account(String username, String apiKey, String apiSecret) {
    signatures.account(username, apiKey, apiSecret);
    return this;
  }

  /** Adds a session of this API key; replaces one with the same session key. */
  public PaveSimulator session(String apiKey, String key, String status) {
    sessions.put(apiKey, key, status, clock.instant());
    return this;
  }

  /** Sessions of this key expire that long after creation, unless they have ended. */
  public PaveSimulator expireAfter(String apiKey, Duration time) {
    sessions.expireAfter(apiKey, time);
    return this;
  }

  /** The user starts the session on a phone. */
  public void start(String key) {
    status(key, "STARTED");
  }

  /** Sets the session's status; any text is accepted. */
  public void status(String key, String status) {
    sessions.change(key, status, clock.instant());
  }

  /**
   * The true state of a session, in lower case: "removed" if a DELETE removed it here, "missing" if
   * it never was here, otherwise its status ("idle", "started", ...).
   */
  public String statusOf(String key) {
    return sessions.statusOf(key);
  }

  /** Applies the fault to the next {@code times} requests for this key; calls are queued. */
  public void faultFor(String key, Fault fault, int times) {
    faults.arm(key, fault, times);
  }

  /**
   * Random faults over all requests. The seed fixes their sequence, not which request gets which.
   */
  public void randomFaults(long seed, double probability, Fault... kinds) {
    faults.addRandom(seed, probability, List.of(kinds));
  }

  /** Adds a rule; it takes precedence over earlier rules. */
  public void faults(Function<Request, Optional<Fault>> rule) {
    faults.addRule(rule);
  }

  public void clearFaults() {
    faults.clear();
  }

  /** The delay of each request between its effect and its reply. */
  public void replyDelay(Duration delay) {
    desk.replyDelay(delay);
  }

  /**
   * Sets a hook that runs after the effect is logged and before the reply; it may block. Replaces
   * the former hook.
   */
  public void beforeReply(Consumer<Exchange> hook) {
    desk.beforeReply(hook);
  }

  public List<Exchange> log() {
    return log.all();
  }

  /** How many DELETE requests reached PAVE for each key. */
  public Map<String, Long> deletesByKey() {
    return log.deletesByKey();
  }

  /** The keys that a DELETE removed, whatever the reply was. */
  public Set<String> removed() {
    return log.removed();
  }

  /** The most requests that arrived in any window [t, t + length). */
  public int maxRequestsIn(Duration length) {
    return log.maxIn(length);
  }

  /** Requests a second between the first and the last; 0 for fewer than two. */
  public double achievedRate() {
    return log.rate();
  }

  /** How many connections were opened so far; fewer than requests when some were kept alive. */
  public long connections() {
    return connections.get();
  }

  /** Stops PAVE: open connections are cut, new ones refused. Sessions and log are kept. */
  public synchronized void stop() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }

  /** Starts PAVE again on the same port. */
  public synchronized void start() {
    if (listener == null) {
      listener = new Listener(port, connections, desk::answer);
    }
  }

  /** Closes the open connections, as a server does with idle ones, and keeps running. */
  public synchronized void closeConnections() {
    if (listener != null) {
      listener.closeConnections();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
