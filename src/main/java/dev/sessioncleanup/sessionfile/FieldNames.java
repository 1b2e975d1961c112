package dev.sessioncleanup.sessionfile;

import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of a file is which field: the one that {@code --map} names, else the one with the
 * field's own name. "Session Key" is as good as "session_key".
 */
public final class FieldNames {
  private final Map<Field, String> mapped = new EnumMap<>(Field.class);

  /**
   * @param map as given: {@code key} or the name of a field, and the name of a column
   * @throws InvalidSettingException when there is no such field
   */
  public FieldNames(Map<String, String> map) {
    map.forEach((name, column) -> mapped.put(field(name), column.strip()));
  }

  private static Field field(String name) {
    String plain = plain(name);
    for (Field field : Field.values()) {
      if (plain.equals(field.columnName()) || (plain.equals("key") && field == Field.SESSION_KEY)) {
        return field;
      }
    }
    throw new InvalidSettingException(
        "--map names '%s', which is no field. The fields are key, %s; write --map key='Session Key'."
            .formatted(VisibleText.of(name), Field.columnNames()));
  }

  /** The column that {@code --map} names for this field. */
  Optional<String> mappedColumn(Field field) {
    return Optional.ofNullable(mapped.get(field));
  }

  /** The field that a column of this name holds. */
  Optional<Field> fieldOf(String column) {
    for (Field field : Field.values()) {
      String name = mapped.get(field);
      if (name == null ? plain(column).equals(field.columnName()) : column.strip().equals(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }
}
