package dev.sessioncleanup.simulation;

import dev.sessioncleanup.concurrent.Waiter;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.pave.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * PAVE with sessions, a log of its own and faults. Requests run on PAVE's own threads: a request
 * takes effect even if its sender is killed or has stopped waiting.
 */
public final class SimulatedPave {
  static final long READ_TIMEOUT = TimeUnit.SECONDS.toNanos(2);
  private static final String REMOVED = "removed";

  private final SeededScheduler scheduler;
  private final SeededScheduler.SimulatedThreads self;
  private final SimulationStats stats;
  final Map<String, String> sessions = new HashMap<>();
  final Map<String, Behaviour> behaviours = new HashMap<>();
  final Set<String> removed = new HashSet<>();
  final Map<String, Integer> deletes = new HashMap<>();
  final List<Long> sends = new ArrayList<>();
  final Faults faults = new Faults();
  Observer observer = new Observer() {};

  /** Is called before each send, and throws if it is not allowed; also called for replies. */
  interface Observer {
    default void beforeDelete(String key) {}

    default void beforeCall(SeededScheduler.SimulatedThreads process) {}

    default void received(SeededScheduler.SimulatedThreads process, Reply reply) {}
  }

  /** How a session behaves for every request. */
  enum Behaviour {
    NORMAL,
    ALWAYS_500,
    NEVER_ANSWERS,
    ALWAYS_THROTTLED,
    ALWAYS_FORBIDDEN,
    UNEXPECTED_STATUS
  }

  /**
   * How often replies are lost or unexpected, and when PAVE is unavailable or refuses all calls.
   */
  static final class Faults {
    double lostBefore;
    double lostAfter;
    double unexpected;
    double throttled;
    boolean slow;
    long unavailableUntil;
    long refusesUntil;
    long throttlesUntil;
    long deletesFailUntil;
    boolean deletesThrottled;
  }

  SimulatedPave(SeededScheduler scheduler, SimulationStats stats) {
    this.scheduler = scheduler;
    this.self = scheduler.process("PAVE");
    this.stats = stats;
  }

  /** PAVE as one process uses it. */
  Pave as(SeededScheduler.SimulatedThreads process) {
    return new Pave() {
      @Override
      public Reply.OfDelete delete(String key) {
        observer.beforeDelete(key);
        deletes.merge(key, 1, Integer::sum);
        return (Reply.OfDelete) call(process, "DELETE", key);
      }

      @Override
      public Reply.OfLookup lookUp(String key) {
        return (Reply.OfLookup) call(process, "GET", key);
      }

      @Override
      public Reply.OfProbe probe() {
        return (Reply.OfProbe) call(process, "PROBE", "");
      }
    };
  }

  private Reply call(SeededScheduler.SimulatedThreads process, String method, String key) {
    observer.beforeCall(process);
    long begun = process.nanos();
    sends.add(begun);
    stats.calls++;
    process.note(method, key);
    Waiter waiter = new Waiter(process);
    Reply[] reply = new Reply[1];
    self.start(
        method + " " + key,
        () -> {
          travel();
          Reply answer = answer(method, key, begun);
          if (answer != null) {
            travel();
            reply[0] = answer;
            waiter.changed();
          }
        });
    boolean came = waiter.await(() -> reply[0] != null, begun + READ_TIMEOUT);
    Reply result = came ? reply[0] : noReply(false, "read timeout", READ_TIMEOUT);
    process.note(method + key, result);
    observer.received(process, result);
    return result;
  }

  /** Null if there is no reply. */
  private @Nullable Reply answer(String method, String key, long begun) {
    Behaviour behaviour = behaviours.getOrDefault(key, Behaviour.NORMAL);
    if (self.nanos() < faults.unavailableUntil || behaviour == Behaviour.NEVER_ANSWERS) {
      stats.repliesLost++;
      return switch (scheduler.random().nextInt(3)) {
        case 0 -> noReply(true, "connection refused", 1);
        case 1 -> noReply(false, "connection reset", 1);
        default -> null;
      };
    }
    if (draw(faults.lostBefore)) {
      stats.repliesLost++;
      return scheduler.random().nextBoolean() ? null : noReply(false, "connection reset", 1);
    }
    if (method.equals("DELETE") && self.nanos() < faults.deletesFailUntil) {
      stats.repliesLost++;
      return faults.deletesThrottled
          ? new Reply.Throttled(429, Duration.ofSeconds(1), "429: No DELETE", since(begun))
          : null;
    }
    Reply instead = instead(behaviour, begun);
    if (instead != null) {
      return instead;
    }
    Reply real =
        switch (method) {
          case "DELETE" -> delete(key);
          case "GET" -> lookUp(key);
          default -> new Reply.Webhooks(200, List.of(), null, "credentials accepted", since(begun));
        };
    if (draw(faults.lostAfter)) {
      stats.repliesLost++;
      return switch (scheduler.random().nextInt(4)) {
        case 0 -> null;
        case 1 -> noReply(false, "connection reset", 1);
        case 2 -> new Reply.Throttled(503, Duration.ofSeconds(1), "503: busy", since(begun));
        default -> new Reply.Unrecognised(502, "502 with HTML", since(begun));
      };
    }
    return real;
  }

  /** The reply before the request takes effect, if any. */
  private @Nullable Reply instead(Behaviour behaviour, long begun) {
    if (self.nanos() < faults.refusesUntil || behaviour == Behaviour.ALWAYS_FORBIDDEN) {
      stats.refusals++;
      return new Reply.Refused(403, "403: Forbidden", since(begun));
    }
    if (behaviour == Behaviour.ALWAYS_THROTTLED
        || self.nanos() < faults.throttlesUntil
        || draw(faults.throttled)) {
      stats.throttles++;
      Duration wait =
          scheduler.random().nextBoolean()
              ? Duration.ofSeconds(scheduler.random().nextInt(1, 5))
              : null;
      return new Reply.Throttled(429, wait, "429: Too Many Attempts", since(begun));
    }
    if (behaviour == Behaviour.ALWAYS_500) {
      return new Reply.Unrecognised(500, "500: Server Error", since(begun));
    }
    if (draw(faults.unexpected)) {
      stats.unexpectedReplies++;
      int status = List.of(200, 302, 404, 422, 500, 502).get(scheduler.random().nextInt(6));
      return new Reply.Unrecognised(status, status + " with HTML", since(begun));
    }
    return null;
  }

  private Reply delete(String key) {
    String status = sessions.getOrDefault(key, REMOVED);
    if (status.equals("IDLE")) {
      sessions.put(key, REMOVED);
      removed.add(key);
      scheduler.note("PAVE removes " + key);
      return new Reply.Removed(200, "has been successfully removed", Duration.ofMillis(5));
    }
    if (status.equals(REMOVED)) {
      return new Reply.Missing(404, "cannot be found", Duration.ofMillis(5));
    }
    if (status.equals("EXPIRED")) {
      return new Reply.Unrecognised(400, "400: has already expired", Duration.ofMillis(5));
    }
    return new Reply.Started(400, "has been started", Duration.ofMillis(5));
  }

  private Reply lookUp(String key) {
    String status = sessions.getOrDefault(key, REMOVED);
    if (behaviours.get(key) == Behaviour.UNEXPECTED_STATUS) {
      return new Reply.Found(200, "PONDERING", "status PONDERING", Duration.ofMillis(5));
    }
    return status.equals(REMOVED)
        ? new Reply.Missing(404, "cannot be found", Duration.ofMillis(5))
        : new Reply.Found(200, status, "status " + status, Duration.ofMillis(5));
  }

  private static Reply noReply(boolean nothingSent, String detail, long nanos) {
    return new Reply.NoReply(nothingSent, detail, Duration.ofNanos(nanos));
  }

  private Duration since(long begun) {
    return Duration.ofNanos(self.nanos() - begun);
  }

  private void travel() {
    boolean slow = faults.slow && scheduler.random().nextInt(50) == 0;
    int millis = scheduler.random().nextInt(1, slow ? 3000 : 60);
    self.sleepUntil(self.nanos() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private boolean draw(double probability) {
    return probability > 0 && scheduler.random().nextDouble() < probability;
  }
}
