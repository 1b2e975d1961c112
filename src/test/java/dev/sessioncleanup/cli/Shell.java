package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the program in this JVM as a shell would, and keeps everything it prints, logs included. */
final class Shell {
  /** Every secret of the tests contains this text; no output may. */
  static final String HUSH = "hush";

  private Shell() {}

  /** The exit code and the output. */
  record Ended(int exitCode, String out, String err) {
    Ended exitedWith(int expected) {
      assertThat(exitCode).as("exit code of %s", this).isEqualTo(expected);
      return this;
    }

    Ended says(String... parts) {
      assertThat(out).contains(parts);
      return this;
    }

    Ended doesNotSay(String... parts) {
      assertThat(out).doesNotContain(parts);
      return this;
    }

    /**
     * Asserts that one line on standard error contains all of it, without a stack trace or log
     * lines.
     */
    Ended complainsOnce(String... parts) {
      assertThat(err.lines()).as("standard error of %s", this).hasSize(1);
      return complains(parts);
    }

    Ended complains(String... parts) {
      assertThat(err.lines().findFirst().orElse("")).startsWith("session-cleanup: ");
      assertThat(err).contains(parts).doesNotContain("\tat ", "Exception");
      assertThat(out).isEmpty();
      return this;
    }
  }

  static Ended run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode = Program.run(args);
    } finally {
      System.out.flush();
      System.err.flush();
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
    Ended ended =
        new Ended(
            exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    assertThat(ended.toString()).doesNotContain(HUSH);
    return ended;
  }
}
