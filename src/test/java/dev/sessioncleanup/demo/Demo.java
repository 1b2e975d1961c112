package dev.sessioncleanup.demo;

import dev.sessioncleanup.cli.Program;
import dev.sessioncleanup.simulator.PaveSimulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Runs the main job once, start to finish, without Docker and without an account. */
public final class Demo {
  private static final PrintStream OUT = System.out;

  private Demo() {}

  public static void main(String[] args) throws Exception {
    int exitCode;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        PaveSimulator pave = new PaveSimulator()) {
      exitCode = run(postgres.getJdbcUrl("postgres", "postgres"), pave);
    }
    System.exit(exitCode);
  }

  private static int run(String url, PaveSimulator pave) throws Exception {
    String[] settings = {
      "--spring.datasource.url=" + url,
      "--pave.base-url=" + pave.baseUrl(),
      "--pave.accounts.default.username=demo",
      "--pave.accounts.default.api-key=demo-key",
      "--pave.accounts.default.api-secret=demo-secret",
      "--cleanup.rate=40/s"
    };
    OUT.println("An embedded PostgreSQL and a simulated PAVE are running; the schema comes first.");
    command(settings, "migrate");
    SampleSessions samples = new SampleSessions(url, pave);
    samples.create();
    OUT.println("Tracked " + samples.count() + " sample sessions. Now the nightly sweep:");
    int exitCode = command(settings, "sweep", "--requested-by=demo");
    OUT.println();
    OUT.println("A sample of the audit:");
    command(settings, "report", "sessions", "-p", "limit=12");
    return Math.max(exitCode, compare(url, pave));
  }

  private static int command(String[] settings, String... commandLine) {
    String[] arguments = new String[commandLine.length + settings.length];
    System.arraycopy(commandLine, 0, arguments, 0, commandLine.length);
    System.arraycopy(settings, 0, arguments, commandLine.length, settings.length);
    OUT.println("$ session-cleanup " + String.join(" ", commandLine));
    int exitCode = Program.run(arguments);
    OUT.flush();
    return exitCode;
  }

  /** Compares the audit with the simulator's own log. */
  private static int compare(String url, PaveSimulator pave) throws Exception {
    Map<String, Long> audit = new TreeMap<>(SampleSessions.outcomes(url));
    long removedThere = pave.removed().size();
    long removedHere = audit.getOrDefault("removed", 0L);
    boolean agree = removedThere == removedHere;
    OUT.printf(
        "PAVE's own log: %d DELETE requests, %d sessions removed; the audit says %s. They %s.%n",
        pave.deletesByKey().values().stream().mapToLong(Long::longValue).sum(),
        removedThere,
        audit,
        agree ? "agree" : "do NOT agree");
    return agree ? 0 : 1;
  }
}
