package dev.sessioncleanup.ledger;

import dev.sessioncleanup.jdbc.Timestamps;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A selection as the named parameters of {@link Sql}. */
public final class SelectionParameters {
  private SelectionParameters() {}

  public static Map<String, ? extends @Nullable Object> of(Selection selection) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("run", selection.runId());
    parameters.put("account", selection.account());
    parameters.put("created_from", Timestamps.parameter(selection.createdFrom()));
    parameters.put("created_before", Timestamps.parameter(selection.createdBefore()));
    parameters.put("floor", selection.floor().toMillis() / 1000.0);
    return parameters;
  }
}
