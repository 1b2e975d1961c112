package dev.sessioncleanup.simulation;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.pave.Reply;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Faulty ports. */
final class Mutants {
  private Mutants() {}

  /** PAVE's client reports after a timeout that nothing was sent. */
  static final class NothingSent implements Mutant {
    @Override
    public Pave pave(Pave real) {
      return changed(Pave.class, real, (method, call) -> nothingSent(call.make()));
    }

    private static @Nullable Object nothingSent(@Nullable Object reply) {
      return reply instanceof Reply.NoReply lost
          ? new Reply.NoReply(true, lost.detail(), lost.latency())
          : reply;
    }
  }

  /** A proxy repeats each DELETE and returns the second reply. */
  static final class SentTwice implements Mutant {
    @Override
    public Pave pave(Pave real) {
      return changed(
          Pave.class,
          real,
          (method, call) -> {
            Object first = call.make();
            return method.equals("delete") ? call.make() : first;
          });
    }
  }

  /** The limiter ignores the waits that PAVE asks for. */
  static final class WaitsForgotten implements Mutant {
    @Override
    public RateLimiter limiter(RateLimiter real) {
      return changed(
          RateLimiter.class,
          real,
          (method, call) -> method.equals("slowDown") ? null : call.make());
    }
  }

  /** Claims of dead processes are never taken over. */
  static final class NothingTakenOver implements Mutant {
    @Override
    public Ledger ledger(Ledger real) {
      return changed(
          Ledger.class,
          real,
          (method, call) -> method.startsWith("takeOver") ? List.<Claim>of() : call.make());
    }
  }

  private interface Call {
    @Nullable Object make() throws Throwable;
  }

  private interface Change {
    @Nullable Object apply(String method, Call call) throws Throwable;
  }

  private static <T> T changed(Class<T> type, T real, Change change) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                change.apply(method.getName(), () -> invoke(real, method, arguments))));
  }

  private static @Nullable Object invoke(
      Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
