package dev.sessioncleanup.seal;

import dev.sessioncleanup.text.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verification for programs: one document on one line. */
final class VerificationJson {
  private VerificationJson() {}

  static String of(Verification verification) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("unchanged", verification.isTrue());
    document.put("accounts", verification.chains().stream().map(VerificationJson::chain).toList());
    document.put("unknown_seals", verification.unknown());
    document.put("miscounted_days", verification.miscounted());
    document.put("not_sealed", verification.unsealed());
    document.put("notes", verification.notes());
    return JsonText.SNAKE_CASE.writeValueAsString(document);
  }

  private static Map<String, @Nullable Object> chain(Verification.Chain chain) {
    RunSeal newest = chain.newest();
    List<Verification.Problem> problems = chain.problems();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("account", chain.account());
    fields.put("runs", chain.runs());
    fields.put("outcomes", chain.outcomes());
    fields.put("purged", chain.purged());
    fields.put("newest_run", newest == null ? null : newest.runId());
    fields.put("newest_seal", newest == null ? null : newest.seal());
    fields.put("problems", problems);
    return fields;
  }
}
