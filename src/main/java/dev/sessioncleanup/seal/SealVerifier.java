package dev.sessioncleanup.seal;

import dev.sessioncleanup.jdbc.ServerTime;
import dev.sessioncleanup.jdbc.Snapshots;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Computes the chains of seals anew from the tables and compares them with the seals on record. The
 * place of every run in its chain is always verified, its outcomes only if it is selected. Changes
 * nothing.
 */
public final class SealVerifier {
  private static final String WITHOUT_SEAL =
      """
      select r.run_id, r.account from cleanup_run r
      where r.seal is not null and not exists (select from run_seal s where s.run_id = r.run_id)
        and (cast(:account as text) is null or r.account = :account)
      order by r.run_id
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;

  public SealVerifier(DataSource database) {
    jdbc = JdbcClient.create(database);
    snapshot = Snapshots.of(database);
  }

  private record Lost(long runId, String account) {}

  /** The time of the database. */
  Instant now() {
    return ServerTime.now(jdbc);
  }

  /**
   * Verifies the runs of the selection.
   *
   * @param expected seals that were noted before and must still be there
   * @throws InvalidSettingException when there is no such account, or the run has no seal
   */
  public Verification verify(SealSelection selection, Set<String> expected) {
    refuseUnknown(selection.account(), selection.run());
    return snapshot.execute(
        transaction -> {
          List<RunSeal> seals = SealTable.all(jdbc, selection);
          List<Lost> lost =
              jdbc.sql(WITHOUT_SEAL).param("account", selection.account()).query(Lost.class).list();
          Map<String, List<RunSeal>> byAccount = new LinkedHashMap<>();
          lost.forEach(run -> byAccount.put(run.account(), List.of()));
          byAccount.putAll(
              seals.stream()
                  .collect(
                      Collectors.groupingBy(
                          RunSeal::account, LinkedHashMap::new, Collectors.toList())));
          List<Verification.Chain> chains = new ArrayList<>();
          byAccount.forEach((account, chain) -> chains.add(chain(account, chain, lost)));
          List<String> found =
              jdbc.sql("select seal from run_seal where seal = any (:seals)")
                  .param("seals", expected.toArray(String[]::new))
                  .query(String.class)
                  .list();
          return new Verification(
              chains,
              expected.stream().filter(seal -> !found.contains(seal)).toList(),
              DayCounts.different(jdbc, selection),
              SealNotes.unsealed(jdbc, selection),
              SealNotes.all(jdbc));
        });
  }

  /** No rows would look like a true answer. */
  private void refuseUnknown(@Nullable String account, @Nullable Long run) {
    if (account != null && !exists("account = ?", account)) {
      throw new InvalidSettingException(
          "there is no run of account '%s'. Check the name; capital letters matter."
              .formatted(VisibleText.of(account)));
    }
    if (run == null || exists("run_id = ? and seal is not null", run)) {
      return;
    }
    throw new InvalidSettingException(
        exists("run_id = ?", run)
            ? "run %d is not sealed: a run is sealed when it has ended, and a dry run never."
                .formatted(run)
            : "there is no run %d. 'runs list' shows the runs.".formatted(run));
  }

  private boolean exists(String condition, Object value) {
    return jdbc.sql("select exists (select from cleanup_run where " + condition + ")")
        .param(value)
        .query(Boolean.class)
        .single();
  }

  private Verification.Chain chain(String account, List<RunSeal> chain, List<Lost> lost) {
    Verification.Chain verified = new ChainVerifier(jdbc).verify(account, chain);
    List<Verification.Problem> problems = new ArrayList<>(verified.problems());
    lost.stream()
        .filter(run -> run.account().equals(account))
        .map(run -> new Verification.Problem(run.runId(), "its row of run_seal was deleted"))
        .forEach(problems::add);
    return new Verification.Chain(
        account,
        verified.runs(),
        verified.outcomes(),
        verified.purged(),
        verified.newest(),
        problems);
  }
}
