package dev.sessioncleanup.explain;

import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.settings.CleanupProperties;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the next sweep does with one session.
 *
 * @param session null when it is neither tracked nor claimed
 * @param sweep the next sweep of its account, null as well then
 * @param problem why its account cannot be used, null when it can
 */
record Forecast(
    NextStep step,
    @Nullable NextSession session,
    @Nullable NextSweep sweep,
    @Nullable String problem) {

  /** What a sweep would be started with. */
  record Request(NextSweep.Options options, @Nullable String onlyAccount) {}

  static Forecast of(
      SessionHistory history,
      Request request,
      DataSource dataSource,
      CleanupProperties settings,
      PaveAccounts accounts) {
    Optional<String> account = history.account();
    if (account.isEmpty()) {
      return new Forecast(NextStep.NOT_TRACKED, null, null, null);
    }
    String name = account.get();
    NextSweep sweep =
        NextSweep.of(JdbcClient.create(dataSource), name, request.options(), settings);
    NextSession session =
        new NextRun(dataSource)
            .session(new NextRun.Scope(sweep.selection(), null, null), history.key())
            .orElse(null);
    String problem = accounts.problems(List.of(name)).get(name);
    NextStep step = session == null ? NextStep.NOT_TRACKED : session.step();
    if (step.action() != NextStep.Action.LEAVE || step == NextStep.DONE) {
      if (problem != null) {
        step = NextStep.NOT_CONFIGURED;
      } else if (request.onlyAccount() != null && !request.onlyAccount().equals(name)) {
        step = NextStep.OTHER_ACCOUNT;
      } else if (sweep.waits()) {
        step = NextStep.PAUSED;
      } else if (sweep.objection() != null) {
        step = NextStep.GUARDED;
      }
    }
    return new Forecast(step, session, sweep, problem);
  }
}
