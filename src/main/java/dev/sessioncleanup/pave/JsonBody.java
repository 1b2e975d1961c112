package dev.sessioncleanup.pave;

import dev.sessioncleanup.pave.Received.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON object in a reply, if the whole body is one; whatever Content-Type says. */
record JsonBody(@Nullable JsonNode object) {
  // Two messages in one object, or anything behind it, is not PAVE speaking.
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static JsonBody of(Answer answer) {
    String body = answer.body();
    if (body == null || body.isEmpty()) {
      return new JsonBody(null);
    }
    try {
      JsonNode node = STRICT.readTree(body);
      return new JsonBody(node.isObject() ? node : null);
    } catch (JacksonException e) {
      return new JsonBody(null);
    }
  }

  boolean isPresent() {
    return object != null;
  }

  /** The text of a field; empty when there is none or it is not a text. */
  String text(String field) {
    JsonNode value = object == null ? null : object.get(field);
    return value != null && value.isString() ? value.stringValue() : "";
  }
}
