package dev.sessioncleanup.operator;

import dev.sessioncleanup.settings.Rate;
import java.util.List;

/** One run as a page for people. */
public final class RunPage {
  private RunPage() {}

  public static List<String> lines(RunDetails details) {
    Row run = details.run();
    Page page =
        new Page(
            "Run %d, %s%s, account %s: %s"
                .formatted(
                    run.count("run_id"),
                    run.text("kind"),
                    run.is("dry_run") ? " (dry run)" : "",
                    run.text("account"),
                    state(details)));
    page.add("reason", run.text("reason"));
    page.add("asked by", run.text("requested_by"));
    page.add("cutoff", "created before " + run.text("created_before") + oldest(details));
    page.add("progress", details.progressText());
    page.add("outcomes", details.outcomes());
    page.add(
        "throttled",
        run.count("throttled") == 0
            ? ""
            : "%d times; last: %s".formatted(run.count("throttled"), run.text("throttle_reason")));
    page.add("options", options(run));
    String label = "history";
    for (Row event : details.history()) {
      page.add(label, event(event, !label.isEmpty(), run.text("requested_by")));
      label = "";
    }
    return page.add("steer", steer(details)).lines();
  }

  private static String state(RunDetails details) {
    Row run = details.run();
    Row now = details.progress();
    String state = run.text("state");
    if (now == null) {
      return state
          + (run.has("duration_seconds")
              ? " after %ds".formatted(run.count("duration_seconds"))
              : "")
          + (state.equals("failed") ? "; the same command resumes it" : "");
    }
    if (isPlan(run)) {
      return "a saved plan, not carried out";
    }
    String host = now.has("host") ? " on " + now.text("host") : "";
    if (!state.equals("interrupted")) {
      return state + host + " (alive)";
    }
    return "interrupted%s: its process%s is dead. The same command resumes it%s"
        .formatted(
            now.is("paused") ? " while paused" : "",
            host,
            now.is("paused") ? ", still paused" : "");
  }

  private static boolean isPlan(Row run) {
    return run.text("state").equals("planned");
  }

  private static String oldest(RunDetails details) {
    Row now = details.progress();
    return now != null && now.has("oldest_left") ? "; oldest left " + now.text("oldest_left") : "";
  }

  /** Stored as JSON with texts only, like {"rate": "5/s", "verify": "tracked"}. */
  private static String options(Row run) {
    return run.text("options").replaceAll("[{}\"]", "").replace(": ", " ");
  }

  /**
   * @param asker who asked for the run
   */
  private static String event(Row event, boolean first, String asker) {
    String when = event.time("happened_at") + "Z ";
    String by = " by " + event.text("actor");
    String effect =
        event.has("in_effect_at")
            ? ", in effect " + event.time("in_effect_at").substring(6) + "Z"
            : ", not in effect yet";
    return when
        + switch (event.text("event")) {
          case "started" ->
              (first ? "started on " : "resumed after an interruption, on ")
                  + event.text("host")
                  + (event.text("actor").equals(asker) ? "" : by);
          case "rate" ->
              "rate of %s asked%s%s".formatted(new Rate(event.number("rate")), by, effect);
          default -> event.text("event") + " asked" + by + effect;
        };
  }

  private static String steer(RunDetails details) {
    Row now = details.progress();
    String state = details.run().text("state");
    String id = details.run().text("run_id");
    if (now == null) {
      return state.equals("failed") ? "runs cancel " + id : "";
    }
    if (isPlan(details.run())) {
      return "backfill --plan %s | runs cancel %s".formatted(id, id);
    }
    return (now.is("paused") ? "runs resume %s" : "runs pause %s | runs rate %s 2/s")
            .replace("%s", id)
        + " | runs cancel "
        + id;
  }
}
