package dev.sessioncleanup.command;

import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.report.Reports;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import picocli.CommandLine.Model.CommandSpec;

/** Opens the database for one command, after the server and the schema were checked. */
public interface CommandDatabase {

  /** For a command that only shows reports; returns its exit code. */
  int read(CommandSpec command, BiConsumer<Reports, FailFastOutput> reading) throws Exception;

  /** For another command that only reads; returns its exit code. */
  int inspect(CommandSpec command, Work work) throws Exception;

  /** For a command that changes something; returns its exit code. */
  int write(CommandSpec command, Work work) throws Exception;

  /** What a command does with the database. */
  @FunctionalInterface
  interface Work {
    /** Returns the exit code of the command. */
    int run(DataSource database, PrintWriter out) throws Exception;
  }
}
