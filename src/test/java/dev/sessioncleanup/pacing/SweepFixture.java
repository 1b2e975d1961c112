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

/** A migrated database and a simulator with the same stale sessions. */
final class SweepFixture implements AutoCloseable {
  final TestDatabase database = TestDatabase.migrated();
  final PaveSimulator pave = new PaveSimulator();
  final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final List<SweepProcess> processes = new ArrayList<>();

  SweepFixture(int sessions) {
    pave.account("pace", "pace-key", "pace-secret");
    for (int i = 1; i <= sessions; i++) {
      pave.session("pace-key", "PCE-%010d".formatted(i), "IDLE");
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

  /** Starts a sweep of the whole backlog as a separate process. */
  SweepProcess start(String... options) {
    SweepProcess process = SweepProcess.start(arguments(pave.baseUrl(), options));
    processes.add(process);
    return process;
  }

  /** Sweeps in this JVM, where the program is already warm, and returns the exit code. */
  int sweep(URI address, String... options) {
    return Program.run(arguments(address, options).toArray(String[]::new));
  }

  int sweep(String... options) {
    return sweep(pave.baseUrl(), options);
  }

  private List<String> arguments(URI address, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sweep",
                "--max-share=1",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--pave.base-url=" + address,
                "--pave.accounts.default.username=pace",
                "--pave.accounts.default.api-key=pace-key",
                "--pave.accounts.default.api-secret=pace-secret"));
    arguments.addAll(List.of(options));
    return arguments;
  }

  /** How many audit rows have each outcome; "open" means no outcome. */
  Map<String, Long> outcomes() {
    Map<String, Long> outcomes = new TreeMap<>();
    jdbc.sql("select coalesce(outcome, 'open'), count(*) from session_audit group by 1 order by 1")
        .query(
            row -> {
              outcomes.put(row.getString(1), row.getLong(2));
            });
    return outcomes;
  }

  /** The time from the first request to the last at PAVE. */
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
