package dev.sessioncleanup.pave;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why an exchange failed, and whether it is certain that nothing of the request was sent. Only what
 * JDK 25 raises before its first request byte counts as certain; everything else is doubt.
 *
 * <p>SSLHandshakeException alone is no proof: the client also raises it ("Remote host terminated
 * the handshake") when a connection in use is closed at an unlucky moment
 * (SSLTube.checkForHandshake).
 */
record Breakdown(boolean nothingSent, String reason) {

  static Breakdown of(@Nullable Throwable failure) {
    if (has(failure, UnresolvedAddressException.class)) {
      return new Breakdown(true, "the host name could not be resolved");
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return new Breakdown(true, "no connection within the connect timeout");
    }
    if (failure instanceof ConnectException) {
      return new Breakdown(true, "no connection: " + text(failure));
    }
    if (has(failure, CertificateException.class)) {
      return new Breakdown(true, "the server's certificate is not trusted: " + text(failure));
    }
    if (failure instanceof SSLException) {
      return new Breakdown(isFirstWord(text(failure)), "TLS failed: " + text(failure));
    }
    if (failure instanceof HttpTimeoutException) {
      return new Breakdown(false, "no reply within the read timeout");
    }
    if (text(failure).startsWith("body exceeds capacity")) {
      return new Breakdown(false, "it is longer than anything PAVE writes");
    }
    return new Breakdown(false, "the connection broke: " + text(failure));
  }

  // What can only be the answer to the very first TLS record (SSLEngineInputRecord, Alert).
  private static boolean isFirstWord(String message) {
    return message.startsWith("Unsupported or unrecognized SSL message")
        || message.startsWith("Unrecognized SSL message, plaintext connection?")
        || message.endsWith("Received fatal alert: handshake_failure")
        || message.endsWith("Received fatal alert: protocol_version")
        || message.endsWith("Received fatal alert: unrecognized_name");
  }

  private static boolean has(@Nullable Throwable failure, Class<? extends Throwable> kind) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (kind.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String text(@Nullable Throwable failure) {
    if (failure == null) {
      return "unknown reason";
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
