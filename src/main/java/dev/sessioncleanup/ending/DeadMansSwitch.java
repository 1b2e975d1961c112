package dev.sessioncleanup.ending;

import dev.sessioncleanup.settings.PingUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A monitor that alerts when a run does not start, fails or does not end. Each call takes at most
 * two seconds and never fails the run. For one thread.
 *
 * @see <a href="https://healthchecks.io/docs/http_api/">The calls, as Healthchecks documents
 *     them</a>
 */
final class DeadMansSwitch {
  private static final Logger log = LoggerFactory.getLogger(DeadMansSwitch.class);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final String NO_ANSWER = "no answer within %d s".formatted(LONGEST.toSeconds());

  private final PingUrl url;
  private @Nullable Call start;

  DeadMansSwitch(PingUrl url) {
    this.url = url;
  }

  /** Returns at once; the run does not wait for the monitor. */
  void started() {
    start = new Call(url.start(), "").begin();
  }

  /** Returns when the monitor has answered, or after two seconds for each call. */
  void ended(int exitCode, String line) {
    if (start != null) {
      start.await();
    }
    new Call(url.end(exitCode), line).begin().await();
  }

  /** One call, and at most one warning about it. */
  private final class Call {
    private final AtomicBoolean warned = new AtomicBoolean();
    private final Thread thread;

    /** Virtual threads never keep the process alive. */
    Call(URI address, String body) {
      thread = Thread.ofVirtual().name("ping").unstarted(() -> send(address, body));
    }

    Call begin() {
      thread.start();
      return this;
    }

    private void send(URI address, String body) {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(LONGEST)
              .header("Content-Type", "text/plain; charset=utf-8")
              .POST(BodyPublishers.ofString(body))
              .build();
      try (HttpClient http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(LONGEST)
              .build()) {
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
          warn("it answered " + status);
        }
      } catch (HttpTimeoutException late) {
        warn(NO_ANSWER);
      } catch (IOException failed) {
        warn(failed.getClass().getSimpleName());
      } catch (InterruptedException tooLong) {
        Thread.currentThread().interrupt();
      }
    }

    void await() {
      try {
        if (!thread.join(LONGEST)) {
          thread.interrupt();
          warn(NO_ANSWER);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    private void warn(String reason) {
      if (warned.compareAndSet(false, true)) {
        DeadMansSwitch.this.warn(reason);
      }
    }
  }

  /** The URL is a secret, so nothing that repeats it is logged. */
  private void warn(String reason) {
    log.warn(
        "The monitor of cleanup.ping-url, {}, was not reached: {}. The run is not affected.",
        url,
        reason);
  }
}
