package dev.sessioncleanup.section;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a page covers. */
public sealed interface PageScope {

  /**
   * Some runs.
   *
   * @param notes what the page says besides, such as accounts that had no run
   */
  record Runs(List<Long> ids, List<String> notes) implements PageScope {
    public Runs {
      ids = List.copyOf(ids);
      notes = List.copyOf(notes);
      if (ids.isEmpty()) {
        throw new IllegalArgumentException("a page of no run");
      }
    }
  }

  /**
   * What was recorded in [since, until).
   *
   * @param account null for all
   */
  record Period(Instant since, Instant until, @Nullable String account) implements PageScope {}
}
