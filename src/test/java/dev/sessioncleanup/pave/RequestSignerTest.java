package dev.sessioncleanup.pave;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestSignerTest {
  private static final Credentials.Secret SECRET =
      new Credentials.Secret("acme", "key-123", "s3cr3t-of-tests");

  /**
   * printf %s 'acme:key-123@2021-05-30T12:49:19Z' | openssl dgst -sha256 -hmac 's3cr3t-of-tests'
   */
  private static final String BY_OPENSSL =
      "d288990aa93f60e0d7d69fdfc79b2916c6f03a1666f0a9f1029b7b4655e514f4";

  @Test
  void tokenIsWhatOpensslComputes() {
    assertThat(RequestSigner.token(SECRET, "2021-05-30T12:49:19Z")).isEqualTo(BY_OPENSSL);
  }

  @Test
  void eachRequestIsSignedWithItsOwnTimeInWholeSeconds() {
    List<Instant> times =
        List.of(
            Instant.parse("2021-05-30T12:49:19.999Z"), Instant.parse("2021-05-30T12:49:20.001Z"));
    InstantSource clock = times.iterator()::next;
    RequestSigner signer = new RequestSigner(SECRET, clock);

    HttpRequest first = signer.sign(request()).build();
    HttpRequest second = signer.sign(request()).build();

    assertThat(header(first, "API-Timestamp")).isEqualTo("2021-05-30T12:49:19Z");
    assertThat(header(first, "API-Token")).isEqualTo(BY_OPENSSL);
    assertThat(header(first, "API-Key")).isEqualTo("key-123");
    assertThat(header(second, "API-Timestamp")).isEqualTo("2021-05-30T12:49:20Z");
    assertThat(header(second, "API-Token")).isNotEqualTo(BY_OPENSSL);
  }

  @Test
  void presetPairIsSentAsGiven() {
    Credentials preset = new Credentials.Preset("key-123", "abcdef", "2021-05-30T12:49:19Z");
    HttpRequest request = new RequestSigner(preset, InstantSource.system()).sign(request()).build();

    assertThat(header(request, "API-Timestamp")).isEqualTo("2021-05-30T12:49:19Z");
    assertThat(header(request, "API-Token")).isEqualTo("abcdef");
  }

  private static HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("https://example.org/"));
  }

  private static String header(HttpRequest request, String name) {
    return request.headers().firstValue(name).orElse("");
  }
}
