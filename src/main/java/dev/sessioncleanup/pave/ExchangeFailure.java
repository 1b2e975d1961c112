package dev.sessioncleanup.pave;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why an exchange failed, and whether it is certain that no byte of the request was sent. This is
 * certain only for the exceptions that JDK 25 throws before the first request byte. After any other
 * exception the request may have been sent.
 *
 * <p>SSLHandshakeException alone is no proof: the client also throws it ("Remote host terminated
 * the handshake") when a connection in use is closed during a late handshake check
 * (SSLTube.checkForHandshake).
 */
record ExchangeFailure(boolean nothingSent, String reason) {

  static ExchangeFailure of(@Nullable Throwable failure) {
    if (has(failure, UnresolvedAddressException.class)) {
      return new ExchangeFailure(true, "the host name could not be resolved");
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return new ExchangeFailure(true, "no connection within the connect timeout");
    }
    if (failure instanceof ConnectException) {
      // On a busy machine the client may leave the message out.
      String message = failure.getMessage();
      return new ExchangeFailure(true, "no connection" + (message == null ? "" : ": " + message));
    }
    if (has(failure, CertificateException.class)) {
      return new ExchangeFailure(true, "the server's certificate is not trusted: " + text(failure));
    }
    if (failure instanceof SSLException) {
      return new ExchangeFailure(answersClientHello(text(failure)), "TLS failed: " + text(failure));
    }
    if (failure instanceof HttpTimeoutException) {
      return new ExchangeFailure(false, "no reply within the read timeout");
    }
    if (text(failure).startsWith("body exceeds capacity")) {
      return new ExchangeFailure(false, "it is longer than 64 KiB");
    }
    return new ExchangeFailure(false, "the connection was lost: " + text(failure));
  }

  // Messages that can only answer the first TLS record (SSLEngineInputRecord, Alert).
  private static boolean answersClientHello(String message) {
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
