package dev.sessioncleanup.pave;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Adds PAVE's three authentication headers to a request. The token is lower-case hex of
 * HMAC-SHA256, keyed with the secret, over {@code <username>:<api_key>@<timestamp>}. Source: PAVE's
 * page Generate Access Token.
 */
final class RequestSigner {
  static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private final Credentials credentials;
  private final InstantSource clock;
  private volatile Signature latest = new Signature("", "");

  /** A token is the same for all requests of one second. */
  private record Signature(String timestamp, String token) {}

  RequestSigner(Credentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * Signs with the time of this call: a token is refused about five minutes after its timestamp.
   */
  HttpRequest.Builder sign(HttpRequest.Builder request) {
    return switch (credentials) {
      case Credentials.Preset preset -> headers(request, preset.apiTimestamp(), preset.apiToken());
      case Credentials.Secret secret -> {
        Signature signature = signature(secret, TIMESTAMP.format(clock.instant()));
        yield headers(request, signature.timestamp(), signature.token());
      }
    };
  }

  private Signature signature(Credentials.Secret secret, String timestamp) {
    Signature signature = latest;
    if (!signature.timestamp().equals(timestamp)) {
      signature = new Signature(timestamp, token(secret, timestamp));
      latest = signature;
    }
    return signature;
  }

  private HttpRequest.Builder headers(HttpRequest.Builder request, String timestamp, String token) {
    return request
        .setHeader("API-Key", credentials.apiKey())
        .setHeader("API-Timestamp", timestamp)
        .setHeader("API-Token", token);
  }

  static String token(Credentials.Secret secret, String timestamp) {
    String text = secret.username() + ":" + secret.apiKey() + "@" + timestamp;
    try {
      // A Mac is not thread-safe.
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(secret.apiSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
    }
  }
}
