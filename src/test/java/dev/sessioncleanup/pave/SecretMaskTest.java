package dev.sessioncleanup.pave;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretMaskTest {
  private static final String KEY = "test-api-key";
  private static final String SECRET = "pä/ss+w&rd<\"1\">:x";
  private static final String TOKEN = "0123456789abcdef".repeat(4);
  private final SecretMask mask = new SecretMask(List.of(SECRET, KEY));

  static Stream<String> writings() {
    return Stream.of(KEY, SECRET, TOKEN)
        .flatMap(
            secret ->
                Stream.of(
                    secret,
                    secret.toUpperCase(Locale.ROOT),
                    secret.toLowerCase(Locale.ROOT),
                    URLEncoder.encode(secret, UTF_8),
                    URLEncoder.encode(secret, UTF_8).toLowerCase(Locale.ROOT),
                    base64(secret),
                    base64("x" + secret),
                    base64("xy" + secret + "z"),
                    base64("user:" + secret),
                    base64("user:" + secret).toUpperCase(Locale.ROOT),
                    base64(secret).toLowerCase(Locale.ROOT),
                    Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(("u:" + secret).getBytes(UTF_8))));
  }

  static Stream<String> writingsOfAccountSecrets() {
    return Stream.of(KEY, SECRET)
        .flatMap(
            secret ->
                Stream.of(
                    HexFormat.of().formatHex(secret.getBytes(UTF_8)),
                    every(secret, "%%%02x"),
                    every(secret, "&#%d;"),
                    every(secret, "\\u%04x"),
                    secret
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;"),
                    secret.replace("\"", "\\\"").replace("/", "\\/"),
                    base64(secret).toUpperCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @MethodSource({"writings", "writingsOfAccountSecrets"})
  void noWritingOfASecretIsLeft(String writing) {
    String masked = mask.mask("You sent <" + writing + "> to us.");

    assertThat(masked).isEqualTo("You sent <***> to us.");
  }

  @Test
  void otherTextStays() {
    String text =
        "502: Session ABC-1234567890 of request 7f3c9a4e-1d2b-4c5d-8e9f-0a1b2c3d4e5f, aGVsbG8gd29ybGQhIQ==";

    assertThat(mask.mask(text)).isEqualTo(text);
  }

  @Test
  void severalInOneLine() {
    assertThat(mask.mask(KEY + " " + TOKEN + "," + base64(KEY + ":" + SECRET)))
        .isEqualTo("*** ***,***");
  }

  private static String every(String text, String form) {
    return text.chars().mapToObj(form::formatted).collect(Collectors.joining());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
