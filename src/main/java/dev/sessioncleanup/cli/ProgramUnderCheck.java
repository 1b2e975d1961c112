package dev.sessioncleanup.cli;

import dev.sessioncleanup.check.CheckTarget;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.schema.Schema;
import dev.sessioncleanup.settings.CleanupProperties;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The program with its settings, as the command check looks at it. */
record ProgramUnderCheck(List<String> settings) implements CheckTarget {

  @Override
  public Started start() {
    return new StartedProgram(Application.start(settings));
  }

  @Override
  public Failed describe(Throwable failure) {
    Failures.Failure described = Failures.described(failure);
    return new Failed(described.message(), described.exitCode());
  }

  private record StartedProgram(Application application) implements Started {
    @Override
    public void connectToRead() throws SQLException {
      DatabaseStartup.of(application).checkForReading();
    }

    @Override
    public void connectToWrite() throws SQLException {
      DatabaseStartup.of(application).checkForWriting();
    }

    @Override
    public Schema schema() throws SQLException {
      return application.schema();
    }

    @Override
    public boolean migratesItself() {
      return application.migratesItself();
    }

    @Override
    public DataSource dataSource() {
      return application.get(DataSource.class);
    }

    @Override
    public CleanupProperties settings() {
      return application.get(CleanupProperties.class);
    }

    @Override
    public PaveAccounts accounts() {
      return application.get(PaveAccounts.class);
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
