package dev.sessioncleanup.deletion;

import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.pave.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers by script; a session without one is removed, and a look at it finds it IDLE. */
final class ScriptedPave implements Pave {
  static final Duration QUICK = Duration.ofMillis(5);

  private final Map<String, Queue<Reply.OfDelete>> deletes = new ConcurrentHashMap<>();
  private final Map<String, Queue<Reply.OfLookup>> lookUps = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Runnable onCall;
  private volatile Function<String, Reply.OfDelete> delete = key -> removed();
  private volatile Function<String, Reply.OfLookup> lookUp = key -> found("IDLE");

  /**
   * @param onCall runs when a call begins
   */
  ScriptedPave(Runnable onCall) {
    this.onCall = onCall;
  }

  void answer(String key, Reply.OfDelete... replies) {
    deletes.put(key, new ArrayDeque<>(List.of(replies)));
  }

  void answerLookUp(String key, Reply.OfLookup... replies) {
    lookUps.put(key, new ArrayDeque<>(List.of(replies)));
  }

  /** Whatever is not scripted by key. */
  void answerDeletes(Function<String, Reply.OfDelete> answer) {
    delete = answer;
  }

  void answerLookUps(Function<String, Reply.OfLookup> answer) {
    lookUp = answer;
  }

  /** Replies for the session wait at the gate. */
  CountDownLatch gate(String key) {
    return gates.computeIfAbsent(key, any -> new CountDownLatch(1));
  }

  void openAllGates() {
    gates.values().forEach(CountDownLatch::countDown);
  }

  /** The requests that came, such as {@code DELETE K1}. */
  List<String> log() {
    return List.copyOf(log);
  }

  long deletesOf(String key) {
    return log.stream().filter(("DELETE " + key)::equals).count();
  }

  long deletes() {
    return log.stream().filter(line -> line.startsWith("DELETE ")).count();
  }

  @Override
  public Reply.OfDelete delete(String key) {
    onCall.run();
    log.add("DELETE " + key);
    pass(key);
    Reply.OfDelete scripted = next(deletes.get(key));
    return scripted == null ? delete.apply(key) : scripted;
  }

  @Override
  public Reply.OfLookup lookUp(String key) {
    onCall.run();
    log.add("GET " + key);
    Reply.OfLookup scripted = next(lookUps.get(key));
    return scripted == null ? lookUp.apply(key) : scripted;
  }

  private static <T> @Nullable T next(@Nullable Queue<T> script) {
    return script == null ? null : script.poll();
  }

  private void pass(String key) {
    CountDownLatch gate = gates.get(key);
    if (gate != null) {
      try {
        gate.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static Reply.OfDelete removed() {
    return new Reply.Removed(200, "removed", QUICK);
  }

  static Reply.OfDelete started() {
    return new Reply.Started(400, "started", QUICK);
  }

  static Reply.Missing missing() {
    return new Reply.Missing(404, "cannot be found", QUICK);
  }

  static Reply.OfLookup found(String status) {
    return new Reply.Found(200, status, "status " + status, QUICK);
  }

  static Reply.Unrecognised error() {
    return new Reply.Unrecognised(500, "500 without PAVE's words", QUICK);
  }

  static Reply.NoReply silence() {
    return new Reply.NoReply(false, "read timeout", QUICK);
  }

  static Reply.NoReply unreachable() {
    return new Reply.NoReply(true, "connection refused", QUICK);
  }

  static Reply.Throttled throttled(Duration retryAfter) {
    return new Reply.Throttled(429, retryAfter, "429", QUICK);
  }

  static Reply.Refused refused() {
    return new Reply.Refused(401, "401 refused", QUICK);
  }
}
