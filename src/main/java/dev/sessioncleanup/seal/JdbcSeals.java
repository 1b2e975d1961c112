package dev.sessioncleanup.seal;

import dev.sessioncleanup.jdbc.LongTransactions;
import dev.sessioncleanup.text.Quantity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Seals in PostgreSQL, which computes them: the outcomes do not leave the database. */
public final class JdbcSeals implements Seals {
  private static final Logger log = LoggerFactory.getLogger(JdbcSeals.class);

  private static final String UNSEALED =
      "select count(*) from unsealed_run u where u.account = ? and (u.process_id = ? or not u.process_alive)";

  /** A run of several million sessions takes minutes. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final JdbcClient jdbc;
  private final int process;
  private final TransactionTemplate sealing;

  /**
   * @param process the id of this process, 0 for one that carries out no runs
   */
  public JdbcSeals(DataSource database, int process) {
    this.jdbc = JdbcClient.create(database);
    this.process = process;
    this.sealing = LongTransactions.of(database, LONGEST);
  }

  private record Sealed(long runId, String seal, long rows) {}

  @Override
  public void sealEnded(String account, BooleanSupplier stopped) {
    try {
      long left = unsealed(account);
      if (left > 1) {
        log.info(
            "Sealing {} of account {}, one after the other. SIGTERM ends it; the next sweep goes on.",
            Quantity.of(left, "ended run"),
            account);
      }
      Optional<Sealed> sealed = sealNext(account);
      while (sealed.isPresent()) {
        Sealed run = sealed.get();
        log.debug("Sealed run {} with {} outcomes: {}", run.runId(), run.rows(), run.seal());
        if (stopped.getAsBoolean()) {
          warnOfRest(account);
          return;
        }
        sealed = sealNext(account);
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "A run of account {} is not sealed: {}. The account's next sweep seals it.",
          account,
          String.valueOf(e.getMostSpecificCause().getMessage()));
    }
  }

  private void warnOfRest(String account) {
    long left = unsealed(account);
    if (left > 0) {
      log.warn(
          "Account {}: {} not sealed. The account's next sweep goes on.",
          account,
          Quantity.were(left, "ended run"));
    }
  }

  /** For messages only: without the right to count them, the runs are sealed all the same. */
  private long unsealed(String account) {
    try {
      return jdbc.sql(UNSEALED).params(account, process).query(Long.class).single();
    } catch (DataAccessException unknown) {
      return 0;
    }
  }

  private Optional<Sealed> sealNext(String account) {
    return patiently(
        () ->
            jdbc.sql(
                    """
                    select s.sealed_run as run_id, s.new_seal as seal, s.sealed_rows as rows
                    from seal_next_run(:account, :process) s
                    """)
                .param("account", account)
                .param("process", process)
                .query(Sealed.class)
                .optional());
  }

  @Override
  public void countDays(BooleanSupplier stopped) {
    try {
      int days = 0;
      while (!stopped.getAsBoolean() && patiently(() -> DayCounts.next(jdbc)).isPresent()) {
        if (++days == 2) {
          log.info(
              "Counting the outcomes of past days for the reports, day by day. SIGTERM ends it; the next sweep goes on.");
        }
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "The outcomes of past days are not counted: {}. Reports read their rows; the next sweep counts them.",
          String.valueOf(e.getMostSpecificCause().getMessage()));
    }
  }

  /** In a transaction of its own, and without the short time limits of other statements. */
  private <T> Optional<T> patiently(Supplier<Optional<T>> statement) {
    return Objects.requireNonNull(
        sealing.execute(
            transaction -> {
              jdbc.sql(
                      "select set_config(name, :limit, true) from unnest(array['lock_timeout', 'statement_timeout']) as name")
                  .param("limit", String.valueOf(LONGEST.toMillis()))
                  .query()
                  .listOfRows();
              return statement.get();
            }));
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
