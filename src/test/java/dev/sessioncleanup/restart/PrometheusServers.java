package dev.sessioncleanup.restart;

import dev.sessioncleanup.programs.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Debian's Pushgateway, and a Prometheus that scrapes it every second and evaluates the rules of
 * k8s/monitoring, on free ports of the loopback interface.
 */
final class PrometheusServers implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();
  private final Path directory;
  private final int gateway = freePort();
  private final int prometheus = freePort();

  PrometheusServers(Path directory) {
    this.directory = directory;
  }

  /** Starts both; they answer when this returns. */
  PrometheusServers start() throws IOException {
    Path pushgateway = InstalledProgram.require("prometheus-pushgateway");
    Path server = InstalledProgram.require("prometheus");
    Path settings = Files.writeString(directory.resolve("prometheus.yml"), settings());
    start(pushgateway, "--web.listen-address=127.0.0.1:" + gateway);
    start(
        server,
        "--config.file=" + settings,
        "--storage.tsdb.path=" + directory.resolve("data"),
        "--web.listen-address=127.0.0.1:" + prometheus);
    ProcessWorld.awaitOrFail("the Pushgateway", () -> answers(gateway));
    ProcessWorld.awaitOrFail("Prometheus", () -> answers(prometheus));
    return this;
  }

  private String settings() {
    return """
    global: {scrape_interval: 1s, evaluation_interval: 1s}
    rule_files: ['%s']
    scrape_configs:
      - job_name: pushgateway
        honor_labels: true
        static_configs: [{targets: ['127.0.0.1:%d']}]
    """
        .formatted(Path.of("k8s", "monitoring", "rules.yml").toAbsolutePath(), gateway);
  }

  private void start(Path program, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options));
    Path log = directory.resolve(program.getFileName() + ".log");
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start());
  }

  private boolean answers(int port) {
    try {
      return get("http://127.0.0.1:" + port + "/-/ready").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** The address for the program's setting. */
  String gatewayAddress() {
    return "127.0.0.1:" + gateway;
  }

  /** Puts series into a group, as an earlier version of the program might have. */
  void put(String group, String text) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + gatewayAddress() + "/metrics/" + group))
            .PUT(BodyPublishers.ofString(text))
            .build();
    HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
    if (reply.statusCode() / 100 != 2) {
      throw new IOException(reply.statusCode() + " " + reply.body());
    }
  }

  /** What the Pushgateway shows to Prometheus. */
  String pushed() {
    return get("http://" + gatewayAddress() + "/metrics").body();
  }

  /** The value of a PromQL query with one result; empty while it has none. */
  OptionalDouble query(String promQl) {
    String query = URLEncoder.encode(promQl, StandardCharsets.UTF_8);
    JsonNode reply =
        JsonMapper.shared()
            .readTree(
                get("http://127.0.0.1:" + prometheus + "/api/v1/query?query=" + query).body());
    JsonNode result = reply.get("data").get("result");
    return result.size() == 1
        ? OptionalDouble.of(Double.parseDouble(result.get(0).get("value").get(1).asString()))
        : OptionalDouble.empty();
  }

  private HttpResponse<String> get(String url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(START).build();
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor(); // before their directory is deleted
    }
    client.close();
  }
}
