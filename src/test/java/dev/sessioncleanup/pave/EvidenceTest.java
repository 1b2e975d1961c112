package dev.sessioncleanup.pave;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {
  private static final String KEY = "ABC-1234567890";
  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);
  private final NoEvidence otherwise =
      new NoEvidence(
          "default",
          new Credentials.Secret("acme", "the-api-key", "the-secret"),
          InstantSource.system());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"Session ABC-1234567890 has been successfully removed.\"}",
        " \r\n{ \"message\" : \" Session  ABC-1234567890\\n has been successfully   removed. \" }\n",
        "{\"code\":7,\"message\":\"Session ABC-1234567890 has been successfully removed.\",\"x\":[{}]}"
      })
  void whitespaceAndExtraFieldsAreTolerated(String body) {
    assertThat(delete(KEY, 200, body)).isInstanceOf(Reply.Removed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"Session ABC-12345678901 has been successfully removed.\"}",
        "{\"message\":\"Session abc-1234567890 has been successfully removed.\"}",
        "{\"message\":\"Session  has been successfully removed.\"}",
        "{\"message\":\"Session ABC-1234567890 has been removed.\"}",
        "{\"message\":\"Session ABC-1234567890 has not been successfully removed.\"}",
        "{\"message\":\"Session ABC-1234567890 has been successfully removed. Not.\"}",
        "{\"message\":\"Session ABC-1234567890 has been started and cannot be deleted.\"}",
        "{\"message\":\"Session ABC-1234567890 cannot be found.\"}",
        "{\"message\":[\"Session ABC-1234567890 has been successfully removed.\"]}",
        "{\"data\":{\"message\":\"Session ABC-1234567890 has been successfully removed.\"}}",
        "[{\"message\":\"Session ABC-1234567890 has been successfully removed.\"}]",
        "\"Session ABC-1234567890 has been successfully removed.\"",
        "Session ABC-1234567890 has been successfully removed.",
        "{\"message\":\"Session ABC-1234567890 has been successfully removed.\"",
        "{\"message\":\"Session ABC-1234567890 has been successfully removed.\"} <html>",
        "{\"message\":\"x\",\"message\":\"Session ABC-1234567890 has been successfully removed.\"}",
        "{\"message\":null}",
        "null",
        ""
      })
  void anythingElseWith200IsUnrecognised(String body) {
    assertThat(delete(KEY, 200, body)).isInstanceOf(Reply.Unrecognised.class);
  }

  @Test
  void messageCountsOnlyWithItsOwnStatus() {
    String removed = "{\"message\":\"Session ABC-1234567890 has been successfully removed.\"}";
    String started =
        "{\"message\":\"Session ABC-1234567890 has been started and cannot be deleted.\"}";
    String missing = "{\"message\":\"Session ABC-1234567890 cannot be found.\"}";

    assertThat(delete(KEY, 400, started)).isInstanceOf(Reply.Started.class);
    assertThat(delete(KEY, 404, missing)).isInstanceOf(Reply.Missing.class);
    assertThat(delete(KEY, 202, removed)).isInstanceOf(Reply.Unrecognised.class);
    assertThat(delete(KEY, 404, removed)).isInstanceOf(Reply.Unrecognised.class);
    assertThat(delete(KEY, 400, missing)).isInstanceOf(Reply.Unrecognised.class);
    assertThat(delete(KEY, 404, started)).isInstanceOf(Reply.Unrecognised.class);
    assertThat(delete(KEY, 410, missing)).isInstanceOf(Reply.Unrecognised.class);
  }

  @Test
  void keyIsNotAPattern() {
    assertThat(delete("A.C", 404, "{\"message\":\"Session ABC cannot be found.\"}"))
        .isInstanceOf(Reply.Unrecognised.class);
    assertThat(delete("\\E.*\\Q", 404, "{\"message\":\"Session ABC cannot be found.\"}"))
        .isInstanceOf(Reply.Unrecognised.class);
    assertThat(delete("A  C", 404, "{\"message\":\"Session A C cannot be found.\"}"))
        .isInstanceOf(Reply.Unrecognised.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"session_key\":\"ABC-0000000000\",\"status\":\"IDLE\"}",
        "{\"session_key\":\"ABC-1234567890\",\"status\":\" \"}",
        "{\"session_key\":\"ABC-1234567890\",\"status\":7}",
        "{\"session_key\":\"ABC-1234567890\"}",
        "{\"status\":\"IDLE\"}",
        "[{\"session_key\":\"ABC-1234567890\",\"status\":\"IDLE\"}]",
        "<html>"
      })
  void lookUpWithoutThisKeyAndAStatusIsUnrecognised(String body) {
    assertThat(new Evidence(KEY, otherwise).ofLookup(answer(200, body)))
        .isInstanceOf(Reply.Unrecognised.class);
  }

  @Test
  void lookUpAcceptsAnyStatusAndBothTimeFormats() {
    for (String created :
        new String[] {"2021-05-25T11:50:49.000000Z", "2021-08-17T13:27:10+00:00"}) {
      String body =
          "{\"session_key\":\"%s\",\"status\":\"WAITING CONFIRM\",\"created_at\":\"%s\"}"
              .formatted(KEY, created);
      assertThat(new Evidence(KEY, otherwise).ofLookup(answer(200, body)))
          .isInstanceOfSatisfying(
              Reply.Found.class,
              found -> assertThat(found.sessionStatus()).isEqualTo("WAITING CONFIRM"));
    }
  }

  @Test
  void detailIsOneShortLineWithoutCredentials() {
    String body =
        "{\"message\":\"the-api-key\\n\\u0007\\u202e the-secret " + "é".repeat(500) + "\"}";

    String detail = delete(KEY, 500, body).detail();

    assertThat(detail).startsWith("500: *** *** é").hasSizeLessThanOrEqualTo(300).endsWith("…");
    assertThat(detail).doesNotContain("the-api-key", "the-secret", "\n");
  }

  private Reply.OfDelete delete(String key, int status, String body) {
    return new Evidence(key, otherwise).ofDelete(answer(status, body));
  }

  private static Received.Answer answer(int status, String body) {
    return new Received.Answer(status, NO_HEADERS, body, "", Duration.ZERO);
  }
}
