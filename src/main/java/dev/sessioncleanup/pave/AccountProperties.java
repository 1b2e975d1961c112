package dev.sessioncleanup.pave;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of one PAVE account: {@code username}, {@code apiKey} and {@code apiSecret}, or a
 * preset {@code apiToken} with its {@code apiTimestamp} instead of the secret. A blank value counts
 * as not set. Spaces around a value are removed, because a mounted file ends in a newline.
 *
 * @param username PAVE's primary account name, not a dashboard user
 * @param apiTimestamp the timestamp that the preset token was generated with, like
 *     2021-05-30T12:49:19Z
 */
public record AccountProperties(
    @Nullable String username,
    @Nullable String apiKey,
    @Nullable String apiSecret,
    @Nullable String apiToken,
    @Nullable String apiTimestamp) {

  public AccountProperties {
    username = trimmed(username);
    apiKey = trimmed(apiKey);
    apiSecret = trimmed(apiSecret);
    apiToken = trimmed(apiToken);
    apiTimestamp = trimmed(apiTimestamp);
  }

  /**
   * @param account the name in the settings, for the message
   * @throws InvalidSettingException naming the property that is missing or cannot be used
   */
  Credentials credentials(String account) {
    String prefix = prefix(account);
    String key = headerValue(prefix + "api-key", apiKey, "Set it to the account's API key.");
    boolean preset = apiToken != null || apiTimestamp != null;
    if (preset && apiSecret != null) {
      throw new InvalidSettingException(
          prefix
              + "api-secret is set, and so is the preset api-token or api-timestamp. Only one of"
              + " them can sign requests. Remove api-secret, or remove both preset values.");
    }
    if (preset) {
      String fix = "Set both api-token and api-timestamp, or api-secret instead of them.";
      return new Credentials.Preset(
          key,
          headerValue(prefix + "api-token", apiToken, fix),
          timestamp(
              prefix + "api-timestamp", headerValue(prefix + "api-timestamp", apiTimestamp, fix)));
    }
    String fix = "Set it, or both api-token and api-timestamp.";
    return new Credentials.Secret(
        required(prefix + "username", username, "Set it to PAVE's primary account name."),
        key,
        required(prefix + "api-secret", apiSecret, fix));
  }

  private static String prefix(String account) {
    return account.matches("[A-Za-z0-9-]+")
        ? "pave.accounts." + account + "."
        : "pave.accounts[" + AuditLine.of(account) + "].";
  }

  private static String required(String property, @Nullable String value, String fix) {
    if (value == null) {
      throw new InvalidSettingException(property + " is not set. " + fix);
    }
    return value;
  }

  private static String headerValue(String property, @Nullable String value, String fix) {
    String present = required(property, value, fix);
    if (!present.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new InvalidSettingException(
          property
              + " contains a space, a line break or a character outside ASCII. HTTP headers cannot contain"
              + " those. Copy the value again from PAVE's dashboard.");
    }
    return present;
  }

  private static String timestamp(String property, String value) {
    try {
      RequestSigner.TIMESTAMP.parse(value);
      return value;
    } catch (DateTimeException e) {
      throw new InvalidSettingException(
          property
              + " is not a timestamp in PAVE's format. Set it to the timestamp the token was generated"
              + " with, like 2021-05-30T12:49:19Z.");
    }
  }

  private static @Nullable String trimmed(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Shows which values are set, and the value of the user name only. */
  @Override
  public String toString() {
    return "AccountProperties[username=%s, apiKey=%s, apiSecret=%s, apiToken=%s, apiTimestamp=%s]"
        .formatted(username, shown(apiKey), shown(apiSecret), shown(apiToken), apiTimestamp);
  }

  private static String shown(@Nullable String secret) {
    return secret == null ? "not set" : "set";
  }
}
