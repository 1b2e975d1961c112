package dev.sessioncleanup.settings;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address of a dead man's switch in the manner of Healthchecks: it is called with {@code
 * /start} and with the exit code at the end of its path. Whoever knows it can call it, so it is
 * shown without its path.
 *
 * @param address http or https, with a host
 */
public record PingUrl(URI address) {
  private static final String FORM =
      "must be an http or https URL with a host and without a user name or '#', like https://hc-ping.com/ID";

  public PingUrl {
    String scheme = String.valueOf(address.getScheme());
    boolean http = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
    if (!http
        || address.getHost() == null
        || address.getPort() > 65_535
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null) {
      throw new InvalidSettingException(FORM);
    }
  }

  /**
   * Reads a URL.
   *
   * @throws InvalidSettingException when the text is none of this kind
   */
  public static PingUrl valueOf(String text) {
    try {
      return new PingUrl(new URI(text.strip()));
    } catch (URISyntaxException invalid) {
      throw new InvalidSettingException(FORM);
    }
  }

  /** What is called when a run starts. */
  public URI start() {
    return with("start");
  }

  /** What is called when a run has ended. */
  public URI end(int exitCode) {
    return with(String.valueOf(exitCode));
  }

  private URI with(String segment) {
    String path = String.valueOf(address.getRawPath()).replaceFirst("/+$", "");
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return URI.create(
        "%s://%s%s/%s%s"
            .formatted(address.getScheme(), address.getRawAuthority(), path, segment, query));
  }

  @Override
  public String toString() {
    return "%s://%s/***".formatted(address.getScheme(), address.getRawAuthority());
  }
}
