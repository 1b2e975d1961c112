package dev.sessioncleanup.deletion;

import java.sql.SQLException;

/** Something that a process, the network or PAVE does next. */
interface ModelStep {
  void take() throws SQLException;
}
