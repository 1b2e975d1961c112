package dev.sessioncleanup.sessionfile;

import java.sql.SQLException;

/** Receives what the lines of a file say, in their order. */
public interface LineHandler {
  void session(FileSession session) throws SQLException;

  void rejected(long line, String reason);
}
