package dev.sessioncleanup.runs;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The DELETE calls of a run in this process, by what came of each. */
public record DeleteCalls(Map<Result, Long> results) {

  /** What came of one DELETE. */
  public enum Result {
    REMOVED,
    STARTED,
    MISSING,
    /** The reply was none of the documented ones: the session is tried again, or fails. */
    RETRIED,
    /** There was no reply. */
    LOST,
    THROTTLED
  }

  public DeleteCalls {
    results = Map.copyOf(results);
  }

  public long of(Result result) {
    return results.getOrDefault(result, 0L);
  }

  public long sent() {
    return results.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Like "5 = 3 removed + 2 lost". */
  @Override
  public String toString() {
    Map<Result, Long> ordered = new EnumMap<>(Result.class);
    ordered.putAll(results);
    String parts =
        ordered.entrySet().stream()
            .map(part -> part.getValue() + " " + part.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" + "));
    return sent() + (parts.isEmpty() ? "" : " = " + parts);
  }
}
