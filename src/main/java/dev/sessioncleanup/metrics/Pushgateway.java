package dev.sessioncleanup.metrics;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusProperties;

/**
 * A Prometheus Pushgateway, as its README describes its API: PUT replaces all series of a group,
 * which the path names.
 */
final class Pushgateway {
  static final String PROPERTIES = "management.prometheus.metrics.export.pushgateway";
  private static final String JOB = "session-cleanup";

  private final PrometheusProperties.Pushgateway settings;
  private final URI address;
  private final Duration longest;
  private final HttpClient client;

  /**
   * @param longest limit of a request
   * @throws InvalidSettingException when there is no such address
   */
  Pushgateway(PrometheusProperties.Pushgateway settings, Duration longest) {
    this.settings = settings;
    this.longest = longest;
    this.client = HttpClient.newBuilder().connectTimeout(longest).build();
    this.address = address(settings);
  }

  private static URI address(PrometheusProperties.Pushgateway settings) {
    String scheme = settings.getScheme().name().toLowerCase(Locale.ROOT);
    String url = scheme + "://" + settings.getAddress();
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null && uri.getUserInfo() == null && uri.getPath().isEmpty()) {
        return uri;
      }
    } catch (IllegalArgumentException unreadable) {
      // Said below.
    }
    throw new InvalidSettingException(
        "%s.address is not a host and port. Write it like pushgateway:9091; .scheme and .username have properties of their own."
            .formatted(PROPERTIES));
  }

  URI address() {
    return address;
  }

  /** Replaces the series of the group. */
  Void put(AccountFigures.Group group, byte[] text) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path(group)))
            .timeout(longest)
            .header("Content-Type", SnapshotText.CONTENT_TYPE)
            .PUT(BodyPublishers.ofByteArray(text));
    String authorization = authorization();
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
    if (reply.statusCode() / 100 != 2) {
      throw new IOException("status " + reply.statusCode() + " " + reply.body());
    }
    return null;
  }

  private String path(AccountFigures.Group group) {
    String job = settings.getJob();
    StringBuilder path = new StringBuilder("/metrics");
    label(path, "job", job == null ? JOB : job);
    label(path, MetricNames.ACCOUNT, group.account());
    label(path, MetricNames.KIND, group.kind());
    settings.getGroupingKey().forEach((name, value) -> label(path, name, value));
    return path.toString();
  }

  private static void label(StringBuilder path, String name, String value) {
    boolean plain = value.matches("[\\w.-]+");
    path.append('/').append(name).append(plain ? "" : "@base64").append('/');
    path.append(plain ? value : base64(value));
  }

  /** An empty value is one padding character. */
  private static String base64(String value) {
    return value.isEmpty()
        ? "="
        : Base64.getUrlEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private String authorization() {
    String token = settings.getToken();
    String username = settings.getUsername();
    if (token != null && !token.isBlank()) {
      return "Bearer " + token;
    }
    if (username == null || username.isBlank()) {
      return "";
    }
    String login = username + ":" + settings.getPassword();
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }
}
