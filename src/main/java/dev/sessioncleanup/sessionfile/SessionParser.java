package dev.sessioncleanup.sessionfile;

import dev.sessioncleanup.pave.SessionKey;
import dev.sessioncleanup.text.VisibleText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a session of the values of one line, or says why they are none. */
final class SessionParser {
  private static final int LONGEST = 100;
  private static final int LAST_YEAR = 9999;

  private final @Nullable String defaultAccount;

  /**
   * @param defaultAccount of lines that name none
   */
  SessionParser(@Nullable String defaultAccount) {
    this.defaultAccount = defaultAccount;
  }

  FileSession parse(long line, Map<Field, String> values) throws UnusableLineException {
    String key = required(values, Field.SESSION_KEY);
    String problem = SessionKey.problem(key);
    if (problem != null) {
      throw new UnusableLineException(problem);
    }
    String account = text(Field.ACCOUNT, values.getOrDefault(Field.ACCOUNT, "").strip());
    String updatedAt = values.getOrDefault(Field.UPDATED_AT, "").strip();
    return new FileSession(
        line,
        key,
        account.isEmpty() ? defaultAccount : account,
        text(Field.STATUS, required(values, Field.STATUS)).toUpperCase(Locale.ROOT),
        time(Field.CREATED_AT, required(values, Field.CREATED_AT)),
        updatedAt.isEmpty() ? null : time(Field.UPDATED_AT, updatedAt));
  }

  private static String required(Map<Field, String> values, Field field)
      throws UnusableLineException {
    String value = values.getOrDefault(field, "").strip();
    if (value.isEmpty()) {
      throw new UnusableLineException("%s is missing".formatted(field.columnName()));
    }
    return value;
  }

  private static String text(Field field, String value) throws UnusableLineException {
    if (value.length() > LONGEST) {
      throw new UnusableLineException(
          "%s has more than %d characters".formatted(field.columnName(), LONGEST));
    }
    if (value.codePoints().anyMatch(SessionParser::isNoText)) {
      throw new UnusableLineException(
          "%s '%s' contains a control character"
              .formatted(field.columnName(), VisibleText.of(value)));
    }
    return value;
  }

  private static boolean isNoText(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
  }

  /** PAVE writes 2021-05-25T11:50:49.000000Z as well as 2021-08-17T13:27:10+00:00. */
  private static Instant time(Field field, String value) throws UnusableLineException {
    try {
      OffsetDateTime time = OffsetDateTime.parse(value);
      if (time.getYear() >= 1 && time.getYear() < LAST_YEAR) {
        return time.toInstant();
      }
    } catch (DateTimeException invalid) {
      // said below
    }
    String shown = VisibleText.of(value.length() > 40 ? value.substring(0, 40) + "…" : value);
    throw new UnusableLineException(
        "%s '%s' is not a time with its zone, like 2026-11-01T06:00:00Z or 2026-11-01T06:00:00+00:00"
            .formatted(field.columnName(), shown));
  }
}
