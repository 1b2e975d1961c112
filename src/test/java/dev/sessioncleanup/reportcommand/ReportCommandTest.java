package dev.sessioncleanup.reportcommand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.report.Reports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The subcommands beside the names of reports; the options are in the transcript. */
class ReportCommandTest {
  private final StringWriter err = new StringWriter();
  private final Page page = new Page();
  private int opened;
  private final CommandLine report = ReportCommand.commandLine(new Counting(), page);

  @Test
  void subcommandIsExecutedInsteadOfAReport() {
    assertThat(execute("page", "--since", "30d")).isZero();

    assertThat(page.since).isEqualTo("30d");
    assertThat(opened).isZero();
  }

  @Test
  void reportIsReadBesideSubcommands() {
    assertThat(execute("daily", "--since", "30d")).isZero();

    assertThat(opened).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"daily page", "--since 30d page", "--wide page", "-p run=1 page"})
  void subcommandAfterANameOrAnOptionIsRefused(String line) {
    assertThat(execute(line.split(" "))).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("page must come directly after 'report', before any option or name.");
    assertThat(page.executed).isFalse();
  }

  @Test
  void secondExecutionDoesNotRememberTheFirst() {
    execute("daily", "--since", "30d");

    assertThat(execute("page")).isZero();
  }

  private int execute(String... args) {
    report.setErr(new PrintWriter(err, true));
    return report.execute(args);
  }

  @Command(name = "page")
  private static final class Page implements Callable<Integer> {
    @Option(names = "--since")
    private String since = "";

    private boolean executed;

    @Override
    public Integer call() {
      executed = true;
      return 0;
    }
  }

  private final class Counting implements CommandDatabase {
    @Override
    public int read(CommandSpec command, BiConsumer<Reports, FailFastOutput> reading) {
      opened++;
      return 0;
    }

    @Override
    public int inspect(CommandSpec command, Work work) {
      throw new AssertionError("A report is read.");
    }

    @Override
    public int write(CommandSpec command, Work work) {
      throw new AssertionError("A report writes nothing.");
    }
  }
}
