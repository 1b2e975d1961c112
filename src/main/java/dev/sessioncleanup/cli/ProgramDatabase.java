package dev.sessioncleanup.cli;

import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.explain.ExplainCommand;
import dev.sessioncleanup.page.PageDatabase;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.settings.CleanupProperties;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import picocli.CommandLine.Model.CommandSpec;

/** The database that the program's settings name. */
record ProgramDatabase(List<String> settings) implements CommandDatabase {

  @Override
  public int read(CommandSpec command, BiConsumer<Reports, FailFastOutput> reading)
      throws Exception {
    return open(command, (application, out) -> reading.accept(application.get(Reports.class), out));
  }

  int explain(CommandSpec command, ExplainCommand.Work work) throws Exception {
    return open(
        command,
        (application, out) ->
            work.with(
                application.get(DataSource.class),
                application.get(CleanupProperties.class),
                application.get(PaveAccounts.class),
                out));
  }

  int page(CommandSpec command, PageDatabase.Work work) throws Exception {
    return open(
        command,
        (application, out) ->
            work.with(
                application.get(DataSource.class), application.get(CleanupProperties.class), out));
  }

  @Override
  public int inspect(CommandSpec command, Work work) throws Exception {
    return run(command, work, false);
  }

  @Override
  public int write(CommandSpec command, Work work) throws Exception {
    return run(command, work, true);
  }

  private int run(CommandSpec command, Work work, boolean writes) throws Exception {
    PrintWriter out = command.commandLine().getOut();
    try (Application application = Application.start(settings)) {
      DatabaseStartup startup = DatabaseStartup.of(application);
      if (writes) {
        startup.checkForWriting();
      } else {
        startup.checkForReading();
      }
      application.schema().check();
      int exitCode = work.run(application.get(DataSource.class), out);
      out.flush();
      return exitCode;
    }
  }

  private int open(CommandSpec command, BiConsumer<Application, FailFastOutput> reading)
      throws Exception {
    PrintWriter out = command.commandLine().getOut();
    try (Application application = Application.start(settings)) {
      DatabaseStartup.of(application).checkForReading();
      application.schema().check();
      FailFastOutput.untilClosed(() -> reading.accept(application, new FailFastOutput(out)));
      out.flush();
      return 0;
    }
  }
}
