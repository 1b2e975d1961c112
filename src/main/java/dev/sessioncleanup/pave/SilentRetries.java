package dev.sessioncleanup.pave;

/**
 * Keeps the JDK's HTTP client from sending anything twice behind our back, and from holding idle
 * connections long enough for the other side to close them first.
 *
 * <p>What JDK 25 does by itself (jdk.internal.net.http.MultiExchange): it repeats a GET when a
 * connection, kept alive or new, ends before the first byte of the reply; a DELETE too when
 * enableAllMethodRetry is set; and every request whose connection was refused. Each repeat is a
 * request that took no slot.
 *
 * <p>The properties are read once, when the client's classes are loaded. So this is called before
 * the first client of this package is built; a program that uses the client elsewhere calls it
 * first thing in {@code main}. Called too late, a DELETE still goes out once: repeating it is off
 * by default.
 */
public final class SilentRetries {
  private SilentRetries() {}

  /** Takes effect for the whole process; calling it again is harmless. */
  public static void forbid() {
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
    System.setProperty("jdk.httpclient.enableAllMethodRetry", "false");
    // The only bound that also covers GET. The name speaks of redirects; it counts all attempts.
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    // Seconds. Servers and load balancers commonly close idle connections after 5 s and more: the
    // shorter wait is ours, so a DELETE seldom meets a connection that is just being closed.
    System.setProperty("jdk.httpclient.keepalive.timeout", "4");
  }
}
