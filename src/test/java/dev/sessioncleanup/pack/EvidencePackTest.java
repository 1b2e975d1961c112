package dev.sessioncleanup.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.settings.CleanupProperties;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DatabaseTest
class EvidencePackTest {
  private static final String RUN =
      """
      insert into cleanup_run (kind, account, created_before, state, planned_at, started_at, finished_at, requested_by)
      values ('nightly', 'default', now(), 'complete', now(), now(), now(), ?)
      """;

  /** A run that is planned while the pack is written is in none of its files. */
  @Test
  void allFilesAreOfOneMoment() throws IOException {
    try (TestDatabase database = TestDatabase.migrated()) {
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      jdbc.sql(RUN).param("early").update();
      Instant now = Instant.now();
      PackPeriod period =
          new PackPeriod(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), null);
      ByteArrayOutputStream zip =
          new ByteArrayOutputStream() {
            private boolean begun;

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
              if (!begun) {
                begun = true;
                jdbc.sql(RUN).param("late").update();
              }
              super.write(bytes, offset, length);
            }
          };

      new EvidencePack(database.dataSource(), settings(), period).write(zip);

      assertThat(jdbc.sql("select count(*) from cleanup_run").query(Long.class).single())
          .isEqualTo(2);
      assertThat(file(zip, "manifest.json")).contains("\"run\" : 1").doesNotContain("\"run\" : 2");
      assertThat(file(zip, "csv/runs.csv")).contains("early").doesNotContain("late");
      assertThat(file(zip, "report.html")).contains("early").doesNotContain(">late<");
    }
  }

  private static CleanupProperties settings() {
    return new Binder(new MapConfigurationPropertySource(Map.of()))
        .bindOrCreate("cleanup", CleanupProperties.class);
  }

  private static String file(ByteArrayOutputStream zip, String name) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.toByteArray()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new AssertionError("no file " + name);
  }
}
