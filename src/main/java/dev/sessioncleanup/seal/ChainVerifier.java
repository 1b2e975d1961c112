package dev.sessioncleanup.seal;

import dev.sessioncleanup.seal.Verification.Problem;
import dev.sessioncleanup.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the runs of one account with their seals, in the order of the chain. */
final class ChainVerifier {
  private final JdbcClient jdbc;
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable RunSeal last;
  private long runs;
  private long outcomes;
  private long purged;

  ChainVerifier(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Verification.Chain verify(String account, List<RunSeal> chain) {
    for (RunSeal seal : chain) {
      place(seal);
      if (seal.selected()) {
        run(seal);
        own(seal);
        late(seal);
        runs++;
      }
      last = seal;
    }
    return new Verification.Chain(account, runs, outcomes, purged, last, List.copyOf(problems));
  }

  private void place(RunSeal seal) {
    RunSeal before = last;
    long expected = before == null ? 1 : before.position() + 1;
    if (seal.position() != expected) {
      problem(
          seal,
          "it is number %d of the account's sealed runs and follows number %d: what was between them was deleted"
              .formatted(seal.position(), expected - 1));
    } else if (before != null && !before.seal().equals(seal.previousSeal())) {
      problem(seal, "the seal of run %d before it was changed".formatted(before.runId()));
    }
    if (!seal.computed().equals(seal.seal())) {
      problem(seal, "its row of run_seal was changed");
    }
  }

  private void run(RunSeal seal) {
    if (seal.runDigestNow() == null) {
      problem(seal, "the run was deleted");
      return;
    }
    if (!seal.runDigestNow().equals(seal.runDigest())) {
      problem(seal, "its row of cleanup_run was changed after its end");
    }
    if (!seal.seal().equals(seal.sealOfRun())) {
      problem(seal, "cleanup_run names another seal: " + seal.sealOfRun());
    }
  }

  private void own(RunSeal seal) {
    SealedRows now = SealedRows.own(jdbc, seal);
    outcomes += seal.rows();
    if (now.added() > 0) {
      problem(seal, "outcomes that were added after its end: %d".formatted(now.added()));
    }
    if (now.rows() == 0 && seal.rows() > 0 && seal.purgedRows() >= seal.rows()) {
      purged += seal.rows();
      return;
    }
    purged += now.purged();
    if (now.purged() > seal.purgedRows()) {
      problem(seal, "outcomes that are gone although no purge removed them");
    } else if (now.rows() != seal.rows()) {
      problem(
          seal,
          "%s instead of %d%s"
              .formatted(Quantity.of(now.rows(), "outcome"), seal.rows(), difference(now, seal)));
    } else if (!now.digest().equals(seal.rowsDigest())) {
      problem(
          seal, "an outcome was changed after it was recorded%s".formatted(difference(now, seal)));
    }
  }

  private void late(RunSeal seal) {
    SealedRows now = SealedRows.late(jdbc, seal);
    outcomes += seal.lateRows();
    purged += now.purged();
    if (now.rows() != seal.lateRows() || !now.digest().equals(seal.lateDigest())) {
      problem(
          seal,
          "%s of earlier runs, recorded after their end, of which one was changed or deleted"
              .formatted(Quantity.of(seal.lateRows(), "outcome")));
    }
  }

  /** The counts cannot be compared when rows are purged. */
  private static String difference(SealedRows now, RunSeal seal) {
    if (now.purged() > 0) {
      return "";
    }
    String different =
        seal.counts().entrySet().stream()
            .filter(count -> !Objects.equals(now.counts().get(count.getKey()), count.getValue()))
            .map(count -> difference(count, now.counts().getOrDefault(count.getKey(), 0L)))
            .collect(Collectors.joining(", "));
    return different.isEmpty() ? "" : " (" + different + ")";
  }

  private static String difference(Map.Entry<String, Long> sealed, long now) {
    return "%s %d instead of %d"
        .formatted(sealed.getKey().replace('_', ' '), now, sealed.getValue());
  }

  private void problem(RunSeal seal, String text) {
    problems.add(new Problem(seal.runId(), text));
  }
}
