package dev.sessioncleanup.pave;

import dev.sessioncleanup.pave.Received.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON object in a reply, if the whole body is one. Content-Type is ignored. */
record JsonBody(@Nullable JsonNode object) {
  // PAVE does not send duplicate fields, or text after the object.
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

  boolean has(String field) {
    return object != null && object.has(field);
  }

  /** The values of one text field in a list of objects; an empty text where it is missing. */
  List<String> texts(String list, String field) {
    List<String> texts = new ArrayList<>();
    if (object != null) {
      object.path(list).forEach(entry -> texts.add(entry.path(field).asString("")));
    }
    return texts;
  }

  /** The value of a text field; empty when it is missing or not a text. */
  String text(String field) {
    JsonNode value = object == null ? null : object.get(field);
    return value != null && value.isString() ? value.stringValue() : "";
  }
}
