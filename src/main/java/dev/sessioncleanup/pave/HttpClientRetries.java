package dev.sessioncleanup.pave;

/**
 * Disables the automatic retries of the JDK's HTTP client, and makes it close idle connections
 * before the server does.
 *
 * <p>What JDK 25 does by default (jdk.internal.net.http.MultiExchange): it repeats a GET when the
 * connection closes before the first byte of the reply, a DELETE too when enableAllMethodRetry is
 * set, and every request whose connection was refused. Each repeat would be a request without a
 * slot of the rate limiter.
 *
 * <p>The client reads the properties once, when its classes are loaded. So call this before the
 * first client is built: a program that uses the client elsewhere calls it at the start of {@code
 * main}. If it is called too late, a DELETE is still sent only once, because the JDK does not
 * repeat DELETE by default.
 */
public final class HttpClientRetries {
  private HttpClientRetries() {}

  /** Takes effect for the whole process; calling it again is harmless. */
  public static void disable() {
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
    System.setProperty("jdk.httpclient.enableAllMethodRetry", "false");
    // The only limit that also covers GET. It counts all attempts, not only redirects.
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    // Seconds. Servers and load balancers usually close idle connections after 5 s or more. The
    // client closes them earlier, so that a DELETE is rarely sent on a connection that is being
    // closed.
    System.setProperty("jdk.httpclient.keepalive.timeout", "4");
  }
}
