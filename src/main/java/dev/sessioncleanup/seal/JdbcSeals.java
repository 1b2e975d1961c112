package dev.sessioncleanup.seal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Seals in PostgreSQL, which computes them: the outcomes do not leave the database. */
public final class JdbcSeals implements Seals {
  private static final Logger log = LoggerFactory.getLogger(JdbcSeals.class);

  private final JdbcClient jdbc;
  private final int process;

  /**
   * @param process the id of this process
   */
  public JdbcSeals(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  private record Sealed(long runId, String seal, long rows) {}

  @Override
  public void sealEnded(String account) {
    try {
      Optional<Sealed> sealed = sealNext(account);
      while (sealed.isPresent()) {
        Sealed run = sealed.get();
        log.debug("Sealed run {} with {} outcomes: {}", run.runId(), run.rows(), run.seal());
        sealed = sealNext(account);
      }
    } catch (DataAccessException e) {
      log.warn(
          "The run is not sealed: {}. It is sealed after the next run of the account.",
          String.valueOf(e.getMostSpecificCause().getMessage()));
    }
  }

  private Optional<Sealed> sealNext(String account) {
    return jdbc.sql(
            """
            select s.sealed_run as run_id, s.new_seal as seal, s.sealed_rows as rows
            from seal_next_run(:account, :process) s
            """)
        .param("account", account)
        .param("process", process)
        .query(Sealed.class)
        .optional();
  }

  @Override
  public @Nullable String of(long runId) {
    try {
      return jdbc.sql("select coalesce(r.seal, '') from cleanup_run r where r.run_id = :run")
          .param("run", runId)
          .query(String.class)
          .optional()
          .filter(seal -> !seal.isEmpty())
          .orElse(null);
    } catch (DataAccessException e) {
      log.debug("The database could not be asked for the seal.", e);
      return null;
    }
  }
}
