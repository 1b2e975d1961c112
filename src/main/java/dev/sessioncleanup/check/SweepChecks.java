package dev.sessioncleanup.check;

import dev.sessioncleanup.explain.NextSweep;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.tracking.TrackedSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the next sweep would plan, and whether a guard would stop it. */
final class SweepChecks {
  private SweepChecks() {}

  static List<CheckResult> of(JdbcClient jdbc, CheckTarget.Started started) {
    CleanupProperties settings = started.settings();
    Set<String> configured = started.accounts().names();
    List<CheckResult> results = new ArrayList<>();
    var options = new NextSweep.Options(settings.olderThan(), settings.guard().maxShare());
    for (String account : configured) {
      results.add(sweep(account, NextSweep.of(jdbc, account, options, settings), settings));
    }
    new TrackedSessions(jdbc)
        .staleOfOthers(configured, settings.olderThan())
        .forEach(
            (account, sessions) ->
                results.add(
                    CheckResult.warning(
                        "accounts",
                        "%s of '%s', which is not configured. Set pave.accounts.%s.username, .api-key and .api-secret."
                            .formatted(Quantity.of(sessions, "stale session"), account, account))));
    return results;
  }

  private static CheckResult sweep(String account, NextSweep sweep, CleanupProperties settings) {
    String objection = sweep.objection();
    return objection == null
        ? CheckResult.ok(
            "sweep",
            "account %s: %s to delete, about %s at %s; guards ok"
                .formatted(
                    account,
                    Quantity.of(sweep.planned(), "session"),
                    Durations.text(settings.rate().timeFor(sweep.planned())),
                    settings.rate()))
        : CheckResult.warning(
            "guards",
            "account %s: a guard would stop the next sweep. %s".formatted(account, objection));
  }
}
