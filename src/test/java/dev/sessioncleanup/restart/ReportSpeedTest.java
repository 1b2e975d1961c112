package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reports a run of a million sessions in every format, in a process with a heap of 64 MiB, and
 * prints how long each took. The figures depend on the machine, so it runs only on request: {@code
 * mvn test -Dtest=ReportSpeedTest -Dfast.excludedGroups=none}; {@code -Dbenchmark.sessions} reports
 * another number.
 */
@DatabaseTest
@Tag("benchmark")
class ReportSpeedTest {
  private static final int SESSIONS = Integer.getInteger("benchmark.sessions", 1_000_000);

  @Test
  void millionSessionsInSixtyFourMebibytes(@TempDir Path directory) throws Exception {
    try (TestDatabase database = TestDatabase.migrated()) {
      record(JdbcClient.create(database.dataSource()));
      for (String format : List.of("table", "record", "csv", "json", "jsonl")) {
        measure(database, format, directory.resolve("sessions." + format));
      }
    }
  }

  private static void record(JdbcClient jdbc) {
    jdbc.sql(
            """
            insert into cleanup_run (kind, account, created_before, state)
            values ('nightly', 'acme', now(), 'complete')
            """)
        .update();
    jdbc.sql(
            """
            insert into session_audit (run_id, account, session_key, outcome, evidence, attempts, http_status, detail)
            select 1, 'acme', 'MNY-' || i, 'removed', 'confirmed', 1, 200,
                   'Session MNY-' || i || ' has been successfully removed.'
            from generate_series(1, :sessions) i
            """)
        .param("sessions", SESSIONS)
        .update();
  }

  private static void measure(TestDatabase database, String format, Path file) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.add("dev.sessioncleanup.SessionCleanup");
    command.addAll(List.of("report", "sessions", "--run=1", "--format=" + format));
    command.add("--output=" + file);
    command.add("--spring.datasource.url=" + database.jdbcUrl());
    command.add("--spring.datasource.username=" + database.username());
    command.add("--spring.datasource.password=" + database.password());
    File log = new File(file + ".log");
    long begun = System.nanoTime();
    int exitCode =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start().waitFor();
    Duration time = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(exitCode).as(Files.readString(log.toPath())).isZero();
    assertThat(log).content().contains("Wrote %d rows to ".formatted(SESSIONS));
    System.out.printf(
        Locale.ROOT,
        "MEASURED %s of %d sessions with -Xmx64m: %.1f s with the start of the program, %d MiB%n",
        format,
        SESSIONS,
        time.toMillis() / 1000.0,
        Files.size(file) >> 20);
    Files.delete(file);
  }
}
