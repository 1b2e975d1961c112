package dev.sessioncleanup.sweep;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.ProgramVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options and settings that are stored with a run, named as on the command line. */
final class OptionsInForce {
  private OptionsInForce() {}

  static Map<String, String> of(RunOptions options, CleanupProperties settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("version", ProgramVersion.text());
    all.put("older-than", Durations.text(options.age()));
    all.put("rate", options.rate().toString());
    if (options.limit() != null) {
      all.put("limit", options.limit().toString());
    }
    if (options.timeBudget() != null) {
      all.put("time-budget", Durations.text(options.timeBudget()));
    }
    all.put("verify", options.live() ? "live" : "tracked");
    all.put("max-share", String.valueOf(options.maxShare()));
    all.put("max-in-flight", String.valueOf(settings.maxInFlight()));
    all.put("max-attempts", String.valueOf(settings.maxAttempts()));
    all.put("guard.min-age", Durations.text(settings.guard().minAge()));
    all.put("guard.max-count", String.valueOf(settings.guard().maxCount()));
    all.put("unavailable-after", Durations.text(settings.unavailableAfter()));
    return all;
  }
}
