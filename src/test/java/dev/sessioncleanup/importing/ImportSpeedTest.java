package dev.sessioncleanup.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.cli.Program;
import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports a million sessions into an empty table, imports the same file again, compares it, and
 * prints how long each took and the most heap that was used. The figures depend on the machine, so
 * it runs only on request: {@code mvn test -Dtest=ImportSpeedTest -Dfast.excludedGroups=none};
 * {@code -Dbenchmark.sessions} imports another number.
 */
@DatabaseTest
@Tag("benchmark")
class ImportSpeedTest {
  private static final int SESSIONS = Integer.getInteger("benchmark.sessions", 1_000_000);
  private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");

  @Test
  void millionSessions(@TempDir Path directory) throws IOException {
    Path csv = directory.resolve("sessions.csv");
    Path json = directory.resolve("sessions.ndjson");
    write(csv, SESSIONS, "session_key,status,created_at,updated_at", "%s,%s,%s,%s");
    write(
        json,
        SESSIONS,
        "",
        "{\"session_key\":\"%s\",\"status\":\"%s\",\"created_at\":\"%s\",\"updated_at\":\"%s\"}");
    try (TestDatabase database = TestDatabase.migrated()) {
      measure("insert " + SESSIONS + " sessions, CSV", database, csv);
      measure("the same again, JSON", database, json);
      measure("compare, CSV", database, csv, "--compare");
    }
  }

  private static void write(Path file, int rows, String header, String form) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.print(header.isEmpty() ? "" : header + "\n");
      for (int i = 0; i < rows; i++) {
        // Not in the order of the keys, as in an export.
        String key = "XXX-%010d".formatted((i * 7_919L) % rows);
        Instant created = FIRST.plusSeconds(i * 13L);
        out.print(
            form.formatted(key, i % 10 == 0 ? "COMPLETE" : "IDLE", created, created.plusSeconds(60))
                + "\n");
      }
    }
  }

  private static void measure(String name, TestDatabase database, Path file, String... options) {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    String[] fixed = {
      "track",
      "import",
      file.toString(),
      "--spring.datasource.url=" + database.jdbcUrl(),
      "--spring.datasource.username=" + database.username(),
      "--spring.datasource.password=" + database.password()
    };
    String[] all = new String[fixed.length + options.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(options, 0, all, fixed.length, options.length);
    long begun = System.nanoTime();
    int exitCode = Program.run(all);
    Duration time = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf(
        Locale.ROOT,
        "MEASURED %s: exit %d, %.1f s with the start of the program, at most %d MiB of heap%n",
        name,
        exitCode,
        time.toMillis() / 1000.0,
        heap() >> 20);
    assertThat(exitCode).isZero();
  }

  private static long heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
