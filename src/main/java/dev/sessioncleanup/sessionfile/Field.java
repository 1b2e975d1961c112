package dev.sessioncleanup.sessionfile;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a file says of a session; each is a column of tracked_session. */
enum Field {
  SESSION_KEY,
  STATUS,
  CREATED_AT,
  ACCOUNT,
  UPDATED_AT;

  /** Whether a file without this column cannot be imported. */
  boolean required() {
    return this != ACCOUNT && this != UPDATED_AT;
  }

  String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String columnNames() {
    return Arrays.stream(values()).map(Field::columnName).collect(Collectors.joining(", "));
  }
}
