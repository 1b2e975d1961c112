package dev.sessioncleanup.pave;

import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The address of PAVE and the accounts. Accounts may be incomplete here: commands that need no
 * credentials must run without them, so the credentials are checked when an account is used.
 *
 * @param baseUrl https, or plain http to loopback; kept without a trailing slash
 * @param accounts by name, as in the column tracked_session.account
 * @param connectTimeout for the connection and TLS
 * @param readTimeout for the whole exchange, the last byte of the reply included
 */
@ConfigurationProperties(prefix = "pave", ignoreUnknownFields = false)
public record PaveProperties(
    @DefaultValue(PaveProperties.DEFAULT_BASE_URL) URI baseUrl,
    @DefaultValue Map<String, AccountProperties> accounts,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("30s") Duration readTimeout) {

  static final String DEFAULT_BASE_URL = "https://openapi.paveapi.com/v1";

  /**
   * @throws InvalidSettingException naming the property and how to correct it
   */
  public PaveProperties {
    baseUrl = checked(baseUrl);
    accounts = Map.copyOf(accounts);
    Durations.requirePositive("pave.connect-timeout", connectTimeout);
    Durations.requirePositive("pave.read-timeout", readTimeout);
  }

  private static URI checked(URI url) {
    // The text before an @ may be a password, so the message shows an address only without it.
    if (url.getRawUserInfo() != null || String.valueOf(url.getRawAuthority()).contains("@")) {
      throw wrong("contains a user name before the host", "Remove everything up to the @.");
    }
    String host = url.getHost();
    if (url.getScheme() == null || host == null) {
      throw wrong("is not an absolute address with a host: " + url, example());
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw wrong("has a query or a fragment", "Remove everything from the ? or # on.");
    }
    boolean plain = url.getScheme().equalsIgnoreCase("http");
    if (!plain && !url.getScheme().equalsIgnoreCase("https")) {
      throw wrong("has the unsupported scheme " + url.getScheme(), example());
    }
    if (plain && !isLoopback(host)) {
      throw wrong(
          "is plain http to " + host + ", which would send the credentials unencrypted",
          "Use https; plain http is for 127.0.0.1, ::1 and localhost only.");
    }
    return URI.create(url.toString().replaceAll("/+$", ""));
  }

  private static InvalidSettingException wrong(String what, String fix) {
    return new InvalidSettingException("pave.base-url " + what + ". " + fix);
  }

  private static String example() {
    return "Use an address like " + DEFAULT_BASE_URL + ".";
  }

  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      // Literals only: a name like 127.0.0.1.example.org must not cause a DNS lookup.
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException notALiteral) {
      return false;
    }
  }
}
