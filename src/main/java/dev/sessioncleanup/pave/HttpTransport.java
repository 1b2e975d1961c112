package dev.sessioncleanup.pave;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Sends one request with a limit on time and on the size of the reply. Shared by all accounts. */
final class HttpTransport {
  static final int MAX_BODY_BYTES = 64 * 1024;
  // The client's own timer covers the connection and the headers, and knows whether anything was
  // sent. Our timer covers the body, and must expire after it.
  private static final Duration AFTER_CLIENT_TIMER = Duration.ofMillis(100);

  static {
    HttpClientRetries.disable();
  }

  private final Duration connectTimeout;
  private final Duration readTimeout;
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable HttpClient http;
  private boolean warm;

  HttpTransport(Duration connectTimeout, Duration readTimeout) {
    this.connectTimeout = connectTimeout;
    this.readTimeout = readTimeout;
  }

  /** Made at the first use: it loads everything about TLS, and most commands call nobody. */
  private HttpClient client() {
    HttpClient known = http;
    if (known != null) {
      return known;
    }
    building.lock();
    try {
      HttpClient made = http;
      if (made == null) {
        made =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        http = made;
      }
      return made;
    } finally {
      building.unlock();
    }
  }

  /** Carries out a first exchange, once for all accounts; who comes meanwhile waits for its end. */
  void warmUp(Runnable exchange) {
    building.lock();
    try {
      if (!warm) {
        warm = true;
        exchange.run();
      }
    } finally {
      building.unlock();
    }
  }

  Received exchange(HttpRequest.Builder request) {
    long begin = System.nanoTime();
    if (Thread.currentThread().isInterrupted()) {
      return new Received.NoReply(true, "interrupted before the request was sent", Duration.ZERO);
    }
    AtomicReference<@Nullable ResponseInfo> head = new AtomicReference<>();
    BodyHandler<String> bounded =
        info -> {
          head.set(info);
          return BodySubscribers.limiting(BodySubscribers.ofString(UTF_8), MAX_BODY_BYTES);
        };
    CompletableFuture<HttpResponse<String>> coming =
        client().sendAsync(request.timeout(readTimeout).build(), bounded);
    try {
      HttpResponse<String> reply =
          coming.get(readTimeout.plus(AFTER_CLIENT_TIMER).toNanos(), TimeUnit.NANOSECONDS);
      return new Received.Answer(
          reply.statusCode(), reply.headers(), reply.body(), "", since(begin));
    } catch (ExecutionException e) {
      return broken(head.get(), ExchangeFailure.of(e.getCause()), begin);
    } catch (TimeoutException e) {
      String late = "no complete reply within " + readTimeout.toMillis() + " ms";
      return broken(head.get(), new ExchangeFailure(false, late), begin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return broken(head.get(), new ExchangeFailure(false, "interrupted while waiting"), begin);
    } finally {
      // Closes the connection if the exchange is still in flight.
      coming.cancel(true);
    }
  }

  private static Received broken(@Nullable ResponseInfo head, ExchangeFailure failure, long begin) {
    if (head == null) {
      return new Received.NoReply(failure.nothingSent(), failure.reason(), since(begin));
    }
    return new Received.Answer(
        head.statusCode(),
        head.headers(),
        null,
        "a body that could not be read to its end: " + failure.reason(),
        since(begin));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
