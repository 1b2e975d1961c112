package dev.sessioncleanup.demo;

import dev.sessioncleanup.cli.Program;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.simulator.PaveSimulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the main job without Docker and without an account: a reply is lost, the process is killed
 * in the middle of a call, and the same command resumes the run.
 */
public final class Demo {
  private static final PrintStream OUT = System.out;
  private static final int KILLED_AT = 100;

  private final List<String> settings;
  private final PaveSimulator pave;

  private Demo(String url, PaveSimulator pave) {
    this.pave = pave;
    this.settings =
        List.of(
            "--spring.datasource.url=" + url,
            "--pave.base-url=" + pave.baseUrl(),
            "--pave.accounts.default.username=demo",
            "--pave.accounts.default.api-key=demo-key",
            "--pave.accounts.default.api-secret=demo-secret",
            "--cleanup.rate=40/s");
  }

  public static void main(String[] args) throws Exception {
    int exitCode;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        PaveSimulator pave = new PaveSimulator()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      exitCode = new Demo(url, pave).run(url);
    }
    System.exit(exitCode);
  }

  private int run(String url) throws Exception {
    OUT.println("An embedded PostgreSQL and a simulated PAVE are running; the schema comes first.");
    command("migrate");
    SampleSessions samples = new SampleSessions(url, pave);
    samples.create();
    pave.faultFor(SampleSessions.REPLY_LOST, Fault.RESET_AFTER, 1);
    OUT.println("\nTracked " + samples.count() + " sample sessions. Now the nightly sweep.");
    OUT.println("It is killed at its " + KILLED_AT + "th DELETE, before the reply arrives.");
    killedSweep();
    OUT.println("\nKilled (SIGKILL). The same command again:");
    int exitCode = command("sweep", "--requested-by=demo");
    OUT.println("\nThe reply to the first DELETE of this session was lost:");
    command("explain", SampleSessions.REPLY_LOST);
    OUT.println("\nWhat this proves:");
    return Math.max(exitCode, new Proof(url, pave).print(OUT));
  }

  private int command(String... commandLine) {
    OUT.println("$ session-cleanup " + String.join(" ", commandLine));
    List<String> arguments = new ArrayList<>(List.of(commandLine));
    arguments.addAll(settings);
    int exitCode = Program.run(arguments.toArray(String[]::new));
    OUT.flush();
    return exitCode;
  }

  /** In a process of its own, since it is killed. */
  private void killedSweep() throws IOException, InterruptedException {
    OUT.println("$ session-cleanup sweep --requested-by=demo");
    OUT.flush();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sessioncleanup.SessionCleanup",
                "sweep",
                "--requested-by=demo"));
    command.addAll(settings);
    Process process = new ProcessBuilder(command).inheritIO().start();
    AtomicInteger deletes = new AtomicInteger();
    pave.beforeReply(
        call -> {
          if (call.method().equals("DELETE") && deletes.incrementAndGet() == KILLED_AT) {
            process.destroyForcibly().onExit().join();
          }
        });
    process.waitFor();
  }
}
