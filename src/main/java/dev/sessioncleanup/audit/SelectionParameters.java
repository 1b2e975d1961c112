package dev.sessioncleanup.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A selection as the named parameters of {@link Sql#ELIGIBLE}. */
final class SelectionParameters {
  private SelectionParameters() {}

  static Map<String, ? extends @Nullable Object> of(
      Selection selection, Collection<String> setAside) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("run", selection.runId());
    parameters.put("account", selection.account());
    parameters.put("created_from", timestamp(selection.createdFrom()));
    parameters.put("created_before", timestamp(selection.createdBefore()));
    parameters.put("floor", selection.floor().toMillis() / 1000.0);
    parameters.put("set_aside", setAside.toArray(String[]::new));
    return parameters;
  }

  /** What the driver takes for a timestamptz. */
  static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
