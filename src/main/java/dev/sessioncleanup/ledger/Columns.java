package dev.sessioncleanup.ledger;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns rows into one array per column, as parameters of {@code unnest}. */
final class Columns {
  private Columns() {}

  static <T, C> C[] of(Collection<T> rows, Function<T, @Nullable C> value, IntFunction<C[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  /** A value of the rows' calls, null where there was no call. */
  static <T, C> C[] ofCall(
      Collection<T> rows,
      Function<T, @Nullable CallTrace> call,
      Function<CallTrace, @Nullable C> value,
      IntFunction<C[]> array) {
    return of(
        rows,
        row -> {
          CallTrace trace = call.apply(row);
          return trace == null ? null : value.apply(trace);
        },
        array);
  }
}
