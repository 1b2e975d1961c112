package dev.sessioncleanup.pave;

import dev.sessioncleanup.pave.Received.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON object in a reply, if the whole body is one. Content-Type is ignored. Values are texts,
 * lists, objects (maps), or {@link #OTHER}.
 */
record JsonBody(@Nullable Map<String, Object> object) {
  /** A number, true, false or null: nothing that is evidence. */
  private static final Object OTHER = new Object();

  // PAVE does not send duplicate fields, or text after the object.
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  static JsonBody of(Answer answer) {
    String body = answer.body();
    if (body == null || body.isEmpty()) {
      return new JsonBody(null);
    }
    try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), body)) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      Map<String, Object> fields = object ? fields(parser) : null;
      return new JsonBody(parser.nextToken() == null ? fields : null);
    } catch (JacksonException e) {
      return new JsonBody(null);
    }
  }

  private static Map<String, Object> fields(JsonParser parser) {
    Map<String, Object> fields = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  /** The depth is bounded by the parser. */
  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> fields(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> parser.getString();
      default -> OTHER;
    };
  }

  private static List<Object> elements(JsonParser parser) {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }

  boolean isPresent() {
    return object != null;
  }

  boolean has(String field) {
    return object != null && object.containsKey(field);
  }

  /** The values of one text field in a list of objects; an empty text where it is missing. */
  List<String> texts(String list, String field) {
    List<String> texts = new ArrayList<>();
    if (object != null && object.get(list) instanceof List<?> entries) {
      entries.forEach(
          entry ->
              texts.add(
                  entry instanceof Map<?, ?> fields && fields.get(field) instanceof String text
                      ? text
                      : ""));
    }
    return texts;
  }

  /** The value of a text field; empty when it is missing or not a text. */
  String text(String field) {
    return object != null && object.get(field) instanceof String text ? text : "";
  }
}
