package dev.sessioncleanup.sessionfile;

import dev.sessioncleanup.text.VisibleText;
import java.io.IOException;
import java.io.Reader;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads sessions from newline-delimited JSON: one object a line. */
final class JsonLines {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final FieldNames names;
  private final SessionParser parser;

  JsonLines(FieldNames names, SessionParser parser) {
    this.names = names;
    this.parser = parser;
  }

  void read(Reader in, LineHandler handler) throws IOException, SQLException {
    LineReader lines = new LineReader(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      try {
        handler.session(parser.parse(lines.number(), values(line)));
      } catch (UnusableLineException unusable) {
        handler.rejected(lines.number(), String.valueOf(unusable.getMessage()));
      }
    }
  }

  private Map<Field, String> values(String line) throws UnusableLineException {
    try (JsonParser json = MAPPER.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnusableLineException("not a JSON object");
      }
      Map<Field, String> values = new EnumMap<>(Field.class);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        Field field = names.fieldOf(json.currentName()).orElse(null);
        JsonToken value = json.nextToken();
        if (field == null) {
          json.skipChildren();
        } else if (value == JsonToken.VALUE_STRING) {
          values.put(field, json.getString());
        } else if (value != JsonToken.VALUE_NULL) {
          throw new UnusableLineException(field.columnName() + " is not a text in quotation marks");
        }
      }
      if (json.nextToken() != null) {
        throw new UnusableLineException("something follows the JSON object");
      }
      return values;
    } catch (JacksonException invalid) {
      throw new UnusableLineException(
          "not JSON: "
              + VisibleText.of(invalid.getOriginalMessage().lines().findFirst().orElse("")));
    }
  }
}
