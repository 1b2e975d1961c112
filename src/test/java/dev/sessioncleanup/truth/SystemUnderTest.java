package dev.sessioncleanup.truth;

import dev.sessioncleanup.simulator.PaveSimulator;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database and the simulated PAVE that the program under test used. */
public interface SystemUnderTest {
  JdbcClient jdbc();

  PaveSimulator pave();
}
