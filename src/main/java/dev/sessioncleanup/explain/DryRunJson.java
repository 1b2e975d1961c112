package dev.sessioncleanup.explain;

import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.text.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dry run as one JSON document, with each account and each session on a line of its own. */
final class DryRunJson implements DryRun.Output {
  private final Appendable out;
  private final boolean list;
  private Duration stale = Duration.ZERO;
  private boolean first = true;

  DryRunJson(Appendable out, boolean list) {
    this.out = out;
    this.list = list;
  }

  @Override
  public void begin(DryRun.Findings findings) throws IOException {
    var options = findings.settings().request().options();
    stale = options.age();
    Map<String, @Nullable Object> notRun = new LinkedHashMap<>();
    for (RunSummary summary : findings.notRun()) {
      notRun.put(summary.account(), summary.ending().reason());
    }
    out.append("{\"dry_run\":true,\"database\":")
        .append(JsonText.MAPPER.writeValueAsString(findings.database()));
    out.append(",\"not_run\":").append(JsonText.MAPPER.writeValueAsString(notRun));
    out.append(",\"not_configured\":")
        .append(JsonText.MAPPER.writeValueAsString(findings.notConfigured()));
    out.append(",\"accounts\":[");
    for (NextRunOfAccount account : findings.accounts()) {
      object(account(account, options.rate()));
    }
    out.append("\n]");
    if (list) {
      out.append(",\"sessions\":[");
      first = true;
    }
  }

  @Override
  public boolean wantsSessions() {
    return list;
  }

  private Map<String, @Nullable Object> account(NextRunOfAccount account, Rate rate) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    long deleted = account.of(NextStep.Action.DELETE);
    object.put("account", account.account());
    object.put("created_before", account.scope().selection().createdBefore());
    object.put("would_delete", deleted);
    object.put("seconds", rate.timeFor(deleted).toMillis() / 1000.0);
    object.put("guard", account.objection());
    Map<String, Long> steps = new LinkedHashMap<>();
    account.counts().forEach((step, count) -> steps.put(step.text(), count.sessions()));
    object.put("sessions", steps);
    return object;
  }

  @Override
  public void session(NextSession session) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("session_key", session.key());
    object.put("account", session.account());
    object.put("created_at", session.createdAt());
    object.put("status", session.status());
    object.put("action", session.step().action().text());
    object.put("step", session.step().text());
    object.put("reason", Reason.of(session, stale));
    object(object);
  }

  @Override
  public void end() throws IOException {
    out.append(list ? "\n]}\n" : "}\n");
  }

  private void object(Map<String, @Nullable Object> object) throws IOException {
    out.append(first ? "\n" : ",\n").append(JsonText.MAPPER.writeValueAsString(object));
    first = false;
  }
}
