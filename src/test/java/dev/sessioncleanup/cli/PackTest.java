package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.report.ReportDescription;
import dev.sessioncleanup.report.Reports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The evidence pack, read as an auditor reads it. */
@DatabaseTest
class PackTest {
  private final World world = new World();

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void packHoldsEveryReportAndCanBeChecked() throws Exception {
    world.stale("A", "B");
    world.track("default", "GONE", "IDLE", "30 days");
    world.run("sweep").exitedWith(0);

    world
        .run("report", "pack", "--since", "1d", "--output", zip())
        .exitedWith(0)
        .says("ok       account default: 1 run with 3 outcomes as sealed")
        .says("Wrote " + zip() + ".");

    Map<String, byte[]> files = unzipped();
    assertThat(files.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of(
                        "README.txt",
                        "report.html",
                        "verification.txt",
                        "manifest.json",
                        "SHA256SUMS"),
                    Reports.descriptions().stream()
                        .map(ReportDescription::name)
                        .map("csv/%s.csv"::formatted))
                .toList());
    assertThat(text(files, "SHA256SUMS").lines()).hasSize(files.size() - 1);
    for (String line : text(files, "SHA256SUMS").lines().toList()) {
      String[] parts = line.split("  ", 2);
      assertThat(sha256(files.getOrDefault(parts[1], new byte[0])))
          .as(parts[1])
          .isEqualTo(parts[0]);
    }
    JsonNode manifest = JsonMapper.shared().readTree(text(files, "manifest.json"));
    assertThat(manifest.path("outcomes").toString()).isEqualTo("{\"missing\":1,\"removed\":2}");
    assertThat(manifest.path("seals_unchanged").asBoolean()).isTrue();
    assertThat(manifest.path("runs").path(0).path("seal").asString()).isEqualTo(seal());
    assertThat(manifest.path("files").size()).isEqualTo(files.size() - 2);
    assertThat(text(files, "csv/sessions.csv").lines()).hasSize(4);
    assertThat(text(files, "report.html")).contains(seal());
    assertThat(text(files, "README.txt"))
        .contains("sha256sum -c SHA256SUMS", "sessions.csv", "Account   all")
        .doesNotContain("{{");
  }

  /** The seals of the manifest can be expected later. */
  @Test
  void manifestFindsADeletedRun() throws Exception {
    world.stale("A");
    world.run("sweep").exitedWith(0);
    world.run("report", "pack", "--since", "1d", "--output", zip()).exitedWith(0);
    for (String name : new String[] {"manifest.json", "report.html"}) {
      Path file = directory.resolve(name);
      Files.writeString(file, text(unzipped(), name));
      world.run("report", "verify", "--expect", file.toString()).exitedWith(0);
    }

    tamper("delete from run_seal");
    tamper("update cleanup_run set seal = null");

    for (String name : new String[] {"manifest.json", "report.html"}) {
      world
          .run("report", "verify", "--expect", directory.resolve(name).toString())
          .exitedWith(4)
          .says("PROBLEM  no run has the expected seal");
    }
  }

  @Test
  void changedAuditIsPackedAndNamed() throws Exception {
    world.stale("A");
    world.run("sweep").exitedWith(0);
    tamper("update session_audit set detail = 'nothing'");

    world.run("report", "pack", "--since", "1d", "--output", zip()).exitedWith(4).says("PROBLEM");

    assertThat(text(unzipped(), "verification.txt")).contains("PROBLEM  account default, run 1");
    assertThat(text(unzipped(), "manifest.json")).contains("\"seals_unchanged\" : false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--output x.zip                                | Missing required option: '--since=D'",
        "--since 1d                                    | Missing required option: '--output=FILE'",
        "--since 2026-02-01 --until 2026-01-01 --output /tmp/never.zip | is not before --until",
        "--since yesterday --output /tmp/never.zip     | 'yesterday' is not a duration",
        "--since 1d --output /                         | --output / cannot be written: it is a directory",
        "--since 1d --output /no/such/dir/x.zip        | there is no directory /no/such/dir",
        "--since 1d --account nobody --output /tmp/never.zip | there is no run of account 'nobody'",
      })
  void mistakeIsNamed(String options, String message) {
    String[] line = ("report pack " + options).strip().split(" +");

    assertThat(world.run(line).exitedWith(2).err()).contains(message);
    assertThat(Path.of("/tmp/never.zip")).doesNotExist();
  }

  private String zip() {
    return directory.resolve("pack.zip").toString();
  }

  private String seal() {
    return world.jdbc.sql("select seal from cleanup_run").query(String.class).single();
  }

  private Map<String, byte[]> unzipped() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Path.of(zip())))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private void tamper(String sql) throws Exception {
    try (var connection = world.database.connection();
        var statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(sql);
    }
  }
}
