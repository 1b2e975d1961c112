package dev.sessioncleanup.cli;

import dev.sessioncleanup.job.Plan;
import dev.sessioncleanup.job.SweepRequest;
import dev.sessioncleanup.settings.Durations;
import java.util.List;
import java.util.Map;

/** What a command is about to do, before it does. */
final class Preview {
  private Preview() {}

  static List<String> lines(Map<String, Plan> plans, SweepRequest request) {
    return plans.entrySet().stream()
        .map(entry -> line(entry.getKey(), entry.getValue(), request))
        .toList();
  }

  private static String line(String account, Plan plan, SweepRequest request) {
    if (plan.count() > 0 && plan.eligible().count() == 0) {
      return "Account %s: %d sessions to finish, begun by runs that were interrupted."
          .formatted(account, plan.count());
    }
    if (plan.count() == 0) {
      return "Account %s: nothing to delete.".formatted(account);
    }
    var options = request.options();
    return "Account %s: %d sessions to delete, created from %s to %s; about %s at %s."
        .formatted(
            account,
            plan.count(),
            plan.eligible().oldest(),
            plan.eligible().newest(),
            Durations.text(options.rate().timeFor(plan.count())),
            options.rate());
  }
}
