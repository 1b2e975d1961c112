package dev.sessioncleanup.check;

import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.pave.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether PAVE accepts each account, by one signed GET /callbacks, which changes nothing. */
final class PaveChecks {
  private static final String EVENT = "SESSION:STATUS_CHANGE";
  private static final Duration TOLERATED = Duration.ofMinutes(1);

  private PaveChecks() {}

  static List<CheckResult> of(PaveAccounts accounts) {
    if (accounts.names().isEmpty()) {
      return List.of(
          CheckResult.problem("accounts", PaveAccounts.NONE_CONFIGURED, CheckResult.SETTINGS));
    }
    Map<String, String> problems = accounts.problems(accounts.names());
    List<CheckResult> results = new ArrayList<>();
    for (String account : accounts.names()) {
      String problem = problems.get(account);
      if (problem != null) {
        results.add(CheckResult.problem("accounts", problem, CheckResult.SETTINGS));
      } else {
        results.addAll(probed(account, accounts.forAccount(account).probe()));
      }
    }
    return results;
  }

  static List<CheckResult> probed(String account, Reply.OfProbe reply) {
    String detail = "account %s: %s".formatted(account, reply.detail());
    return switch (reply) {
      case Reply.Webhooks webhooks -> accepted(account, webhooks);
      case Reply.Refused refused ->
          List.of(CheckResult.problem("pave", refused.detail(), CheckResult.REFUSED));
      case Reply.Throttled throttled ->
          List.of(CheckResult.warning("pave", detail + "; PAVE asks to slow down"));
      case Reply.NoReply noReply ->
          List.of(
              CheckResult.problem(
                  "pave",
                  detail + ". PAVE does not answer; check pave.base-url and the network.",
                  CheckResult.UNAVAILABLE));
      case Reply.Unrecognised unrecognised ->
          List.of(
              CheckResult.problem(
                  "pave",
                  detail + ". This is not PAVE's reply; check pave.base-url, and for a proxy.",
                  CheckResult.UNAVAILABLE));
    };
  }

  private static List<CheckResult> accepted(String account, Reply.Webhooks webhooks) {
    List<CheckResult> results = new ArrayList<>();
    results.add(
        CheckResult.ok(
            "pave",
            "account %s: credentials accepted after %d ms"
                .formatted(account, webhooks.latency().toMillis())));
    results.add(
        webhooks.events().contains(EVENT)
            ? CheckResult.ok("webhook", "account %s: %s is registered".formatted(account, EVENT))
            : CheckResult.warning(
                "webhook",
                "account %s: no webhook for %s by API. Unless one is set on PAVE's dashboard, tracked statuses grow old."
                    .formatted(account, EVENT)));
    results.add(clock(account, webhooks.clockAhead()));
    return results;
  }

  private static CheckResult clock(String account, @Nullable Duration ahead) {
    if (ahead == null) {
      return CheckResult.warning(
          "clock",
          "account %s: PAVE's reply has no Date header to compare with".formatted(account));
    }
    String offset =
        ahead.abs().compareTo(Duration.ofSeconds(2)) < 0
            ? "as PAVE's"
            : "%d s %s PAVE's"
                .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
    String text = "account %s: this machine's clock is %s".formatted(account, offset);
    return ahead.abs().compareTo(TOLERATED) <= 0
        ? CheckResult.ok("clock", text)
        : CheckResult.warning(
            "clock", text + ". PAVE refuses signatures older than 5 minutes: correct it.");
  }
}
