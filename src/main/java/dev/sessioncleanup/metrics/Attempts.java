package dev.sessioncleanup.metrics;

import dev.sessioncleanup.settings.Durations;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts to send to one target. None takes longer than the limit or throws; the first that fails
 * is logged, on one line. Safe for use by many threads.
 */
final class Attempts {
  private static final int LONGEST_REASON = 200;
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);

  private final String target;
  private final String property;
  private final Duration longest;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Object, Future<?>> running = new ConcurrentHashMap<>();
  private final AtomicBoolean logged = new AtomicBoolean();
  private volatile boolean abandoned;

  /**
   * @param target like "the Pushgateway at http://host:9091"
   * @param property where it is configured
   * @param longest limit of an attempt
   */
  Attempts(String target, String property, Duration longest) {
    this.target = target;
    this.property = property;
    this.longest = longest;
  }

  /** Sends; returns whether the target took it. */
  boolean send(Callable<?> call) {
    Future<?> attempt = threads.submit(call);
    Object key = new Object();
    running.put(key, attempt);
    try {
      if (abandoned) {
        return false;
      }
      attempt.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException failed) {
      failed(reason(failed));
    } catch (TimeoutException hanging) {
      failed("no reply within " + Durations.text(longest));
    } catch (CancellationException gaveUp) {
      log.debug("Metrics are no longer sent to {}.", target);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      attempt.cancel(true);
      running.remove(key);
    }
    return false;
  }

  /** Ends the attempts that are running; all others fail at once. */
  void abandon() {
    abandoned = true;
    if (!running.isEmpty()) {
      failed("no reply in time");
    }
    running.values().forEach(attempt -> attempt.cancel(true));
  }

  private void failed(String reason) {
    if (logged.compareAndSet(false, true)) {
      log.warn(
          "Metrics could not be sent to {}: {}. The run goes on without them; check {}.",
          target,
          reason,
          property);
    }
  }

  private static String reason(ExecutionException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return "no connection";
      }
      if (cause instanceof HttpTimeoutException) {
        return "no reply in time";
      }
    }
    String text = String.valueOf(failed.getCause());
    String line = text.replaceFirst("^[\\w.$]+: ", "").lines().findFirst().orElse("");
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
  }
}
