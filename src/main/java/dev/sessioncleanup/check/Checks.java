package dev.sessioncleanup.check;

import dev.sessioncleanup.check.CheckTarget.Started;
import dev.sessioncleanup.schema.Schema;
import dev.sessioncleanup.schema.SchemaException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes all checks, in the order in which a sweep would meet what they find. Writes nothing: every
 * query runs in a read-only transaction.
 */
final class Checks {
  private final CheckTarget target;
  private final List<CheckResult> results = new ArrayList<>();

  private Checks(CheckTarget target) {
    this.target = target;
  }

  static List<CheckResult> of(CheckTarget target) {
    Checks checks = new Checks(target);
    try (Started started = target.start()) {
      checks.all(started);
    } catch (RuntimeException refused) {
      checks.problem("settings", refused);
    }
    return checks.results;
  }

  private void all(Started started) {
    if (database(started) && schema(started)) {
      DataSource database = started.dataSource();
      query(database, "rights", Rights::check);
      query(database, "sweep", jdbc -> SweepChecks.of(jdbc, started));
      query(database, "leftovers", Leftovers::check);
    }
    results.addAll(PaveChecks.of(started.accounts()));
  }

  private boolean database(Started started) {
    try {
      started.connectToRead();
      query(started.dataSource(), "database", DatabaseFacts::check);
      started.connectToWrite();
      return true;
    } catch (SQLException | RuntimeException failure) {
      problem("database", failure);
      return false;
    }
  }

  private boolean schema(Started started) {
    try {
      Schema schema = started.schema();
      schema.check();
      results.add(CheckResult.ok("schema", "version " + schema.version()));
      return true;
    } catch (SchemaException unfit) {
      String message = String.valueOf(unfit.getMessage());
      boolean updates = message.contains("older") && started.migratesItself();
      results.add(
          updates
              ? CheckResult.warning("schema", message + " The next sweep does it by itself.")
              : CheckResult.problem("schema", message, CheckResult.SETTINGS));
    } catch (SQLException | RuntimeException failure) {
      problem("schema", failure);
    }
    return false;
  }

  private void query(
      DataSource dataSource, String name, Function<JdbcClient, List<CheckResult>> check) {
    TransactionTemplate readOnly = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    readOnly.setReadOnly(true);
    try {
      List<CheckResult> found =
          readOnly.execute(transaction -> check.apply(JdbcClient.create(dataSource)));
      results.addAll(found == null ? List.of() : found);
    } catch (DataAccessException | TransactionException failure) {
      problem(name, failure);
    }
  }

  private void problem(String name, Throwable failure) {
    CheckTarget.Failed failed = target.describe(failure);
    results.add(CheckResult.problem(name, failed.message(), failed.exitCode()));
  }
}
