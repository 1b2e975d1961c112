package dev.sessioncleanup.page;

import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.settings.CleanupProperties;
import javax.sql.DataSource;
import picocli.CommandLine.Model.CommandSpec;

/** Opens the database for a command that only reads. */
@FunctionalInterface
public interface PageDatabase {
  /** Returns the exit code. */
  int open(CommandSpec command, Work work) throws Exception;

  /** What is done with the open database. */
  @FunctionalInterface
  interface Work {
    void with(DataSource dataSource, CleanupProperties settings, FailFastOutput out);
  }
}
