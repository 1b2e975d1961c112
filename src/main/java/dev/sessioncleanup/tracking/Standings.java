package dev.sessioncleanup.tracking;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** Reads the current state of tracked sessions. */
public interface Standings {

  /**
   * The current state of each session; the result contains every requested key. Throws Spring's
   * DataAccessException.
   *
   * @param floor the minimum age
   */
  Map<String, Standing> standing(Collection<String> keys, Duration floor);
}
