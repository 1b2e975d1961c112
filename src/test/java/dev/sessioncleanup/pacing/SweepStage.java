package dev.sessioncleanup.pacing;

import dev.sessioncleanup.cli.Program;
import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.PaveSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A migrated database, a simulator, and stale sessions that both know. */
final class SweepStage implements AutoCloseable {
  final TestDatabase database = TestDatabase.migrated();
  final PaveSimulator pave = new PaveSimulator();
  final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final List<SweepProcess> processes = new ArrayList<>();

  SweepStage(int sessions) {
    pave.account("judge", "judge-key", "judge-secret");
    for (int i = 1; i <= sessions; i++) {
      pave.session("judge-key", "PCE-%010d".formatted(i), "IDLE");
    }
    jdbc.sql(
            """
            insert into tracked_session (session_key, created_at)
            select 'PCE-' || lpad(i::text, 10, '0'), now() - interval '30 days' + make_interval(secs => i)
            from generate_series(1, :sessions) i
            """)
        .param("sessions", sessions)
        .update();
    jdbc.sql("analyze tracked_session").update();
  }

  /** Starts a sweep of the whole backlog as a process of its own; further options come last. */
  SweepProcess start(String... options) {
    SweepProcess process = SweepProcess.start(words(pave.baseUrl(), options));
    processes.add(process);
    return process;
  }

  /** Sweeps in this JVM, where the program is warm by now, and returns its exit code. */
  int sweep(URI address, String... options) {
    return Program.run(words(address, options).toArray(String[]::new));
  }

  int sweep(String... options) {
    return sweep(pave.baseUrl(), options);
  }

  private List<String> words(URI address, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "sweep",
                "--max-share=1",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--pave.base-url=" + address,
                "--pave.accounts.default.username=judge",
                "--pave.accounts.default.api-key=judge-key",
                "--pave.accounts.default.api-secret=judge-secret"));
    words.addAll(List.of(options));
    return words;
  }

  /** How many audit rows have each outcome; "open" stands for none. */
  Map<String, Long> outcomes() {
    Map<String, Long> outcomes = new TreeMap<>();
    jdbc.sql("select coalesce(outcome, 'open'), count(*) from session_audit group by 1 order by 1")
        .query(
            row -> {
              outcomes.put(row.getString(1), row.getLong(2));
            });
    return outcomes;
  }

  /** From the first request to the last, as PAVE saw them. */
  Duration sending() {
    LongSummaryStatistics times =
        pave.log().stream().mapToLong(Exchange::nanoTime).summaryStatistics();
    return Duration.ofNanos(times.getMax() - times.getMin());
  }

  @Override
  public void close() {
    processes.forEach(SweepProcess::close);
    pave.close();
    database.close();
  }
}
