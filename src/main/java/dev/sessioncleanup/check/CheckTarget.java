package dev.sessioncleanup.check;

import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.schema.Schema;
import dev.sessioncleanup.settings.CleanupProperties;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The program with its settings, as it would carry out a sweep. */
public interface CheckTarget {

  /** Reads the settings; throws what the program would fail with. */
  Started start();

  /** What the program would say about a failure. */
  Failed describe(Throwable failure);

  /** The line that the program would print, and its exit code. */
  record Failed(String message, int exitCode) {}

  /** The program when its settings are read. */
  interface Started extends AutoCloseable {
    /** Connects once, and checks the server as a command that reads does. */
    void connectToRead() throws SQLException;

    /** Connects once, and checks the server as a sweep does. */
    void connectToWrite() throws SQLException;

    Schema schema() throws SQLException;

    /** Whether a sweep brings an older schema up to date. */
    boolean migratesItself();

    DataSource dataSource();

    CleanupProperties settings();

    PaveAccounts accounts();

    @Override
    void close();
  }
}
