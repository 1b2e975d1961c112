package dev.sessioncleanup.seal;

import dev.sessioncleanup.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is hashed of a row: its fields with a comma between. A text is its length in bytes, a colon
 * and the text; a number is itself; a time is in microseconds since 1970; null is a minus. This is
 * what the functions {@code sealed_text} of the database return, built here without them: a
 * verification does not trust the database's functions.
 */
final class SealedText {
  private final ResultSet row;
  private final StringBuilder text = new StringBuilder();

  SealedText(ResultSet row) {
    this.row = row;
  }

  /** A text of any length. */
  SealedText text(String column) throws SQLException {
    String value = row.getString(column);
    return field(
        value == null ? null : value.getBytes(StandardCharsets.UTF_8).length + ":" + value);
  }

  /** A number, or a time that the query returns in microseconds. */
  SealedText number(String column) throws SQLException {
    return field(row.getString(column));
  }

  SealedText texts(String... columns) throws SQLException {
    for (String column : columns) {
      text(column);
    }
    return this;
  }

  SealedText numbers(String... columns) throws SQLException {
    for (String column : columns) {
      number(column);
    }
    return this;
  }

  private SealedText field(@Nullable String value) {
    text.append(text.isEmpty() ? "" : ",").append(value == null ? "-" : value);
    return this;
  }

  /** SHA-256, 64 hexadecimal digits. */
  String digest() {
    return Sha256.hexOf(text.toString());
  }
}
