package dev.sessioncleanup.text;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON on standard output and in files. */
public final class JsonText {
  /** Non-ASCII is escaped, because the encoding of the output depends on the terminal. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** The same, with the properties of records in snake_case. */
  public static final JsonMapper SNAKE_CASE =
      MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** That over several lines, for files that people read. */
  public static final JsonMapper INDENTED =
      SNAKE_CASE.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonText() {}
}
