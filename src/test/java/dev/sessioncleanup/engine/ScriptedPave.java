package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.accepted;
import static dev.sessioncleanup.engine.Replies.found;
import static dev.sessioncleanup.engine.Replies.removed;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.pave.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Returns scripted replies in the order of sending. The defaults: DELETE removes, GET finds IDLE,
 * and probes are accepted. A reply takes up to 60 ms, a lost one up to two seconds.
 */
final class ScriptedPave implements Pave {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int READ_TIMEOUT = 2000;

  private final Scheduler scheduler;
  private final Random random;
  private final Map<String, Queue<Reply>> scripts = new HashMap<>();
  private final Set<String> blocked = new HashSet<>();
  private final List<String> log = new ArrayList<>();
  private int slowest = 60;
  private Function<String, Reply.OfDelete> delete = key -> removed();
  private Function<String, Reply.OfLookup> lookUp = key -> found("IDLE");
  private Supplier<Reply.OfProbe> probe = () -> accepted();

  ScriptedPave(Scheduler scheduler, Random random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  /** Scripts the next replies to a DELETE of the session. */
  void answer(String key, Reply.OfDelete... replies) {
    scripts.put("DELETE " + key, new ArrayDeque<>(List.of(replies)));
  }

  void answerLookUp(String key, Reply.OfLookup... replies) {
    scripts.put("GET " + key, new ArrayDeque<>(List.of(replies)));
  }

  void answerProbe(Reply.OfProbe... replies) {
    scripts.put("PROBE", new ArrayDeque<>(List.of(replies)));
  }

  /** The reply to each DELETE that is not scripted by key. */
  void answerDeletes(Function<String, Reply.OfDelete> answer) {
    delete = answer;
  }

  void answerLookUps(Function<String, Reply.OfLookup> answer) {
    lookUp = answer;
  }

  void answerProbes(Supplier<Reply.OfProbe> answer) {
    probe = answer;
  }

  /** No call gets a reply. */
  void answerNothing(Supplier<Reply.NoReply> instead) {
    answerDeletes(key -> instead.get());
    answerLookUps(key -> instead.get());
    answerProbes(instead::get);
  }

  /** Sets the longest time to a reply, in milliseconds. */
  void answerWithin(int millis) {
    slowest = millis;
  }

  /** Blocks the replies for these sessions until {@link #unblockReplies}. */
  void blockReplies(List<String> keys) {
    blocked.addAll(keys);
  }

  void unblockReplies() {
    blocked.clear();
  }

  /** The received requests, such as {@code DELETE K001}, {@code GET K001} and {@code PROBE}. */
  List<String> log() {
    return log;
  }

  List<String> logOf(String key) {
    return log.stream().filter(line -> line.endsWith(" " + key)).toList();
  }

  long deletesOf(String key) {
    return log.stream().filter(("DELETE " + key)::equals).count();
  }

  long deletes() {
    return log.stream().filter(line -> line.startsWith("DELETE ")).count();
  }

  long probes() {
    return log.stream().filter("PROBE"::equals).count();
  }

  @Override
  public Reply.OfDelete delete(String key) {
    return (Reply.OfDelete) call("DELETE " + key, key, () -> delete.apply(key));
  }

  @Override
  public Reply.OfLookup lookUp(String key) {
    return (Reply.OfLookup) call("GET " + key, key, () -> lookUp.apply(key));
  }

  @Override
  public Reply.OfProbe probe() {
    return (Reply.OfProbe) call("PROBE", "", () -> probe.get());
  }

  private Reply call(String request, String key, Supplier<? extends Reply> otherwise) {
    log.add(request);
    Queue<Reply> script = scripts.get(request);
    @Nullable Reply scripted = script == null ? null : script.poll();
    Reply reply = scripted == null ? otherwise.get() : scripted;
    scheduler.sleepUntil(scheduler.nanos() + latency(reply) * MILLI);
    while (blocked.contains(key)) {
      scheduler.sleepUntil(scheduler.nanos() + MILLI);
    }
    return reply;
  }

  private int latency(Reply reply) {
    if (reply instanceof Reply.NoReply noReply) {
      return noReply.nothingSent() || random.nextBoolean() ? 1 : READ_TIMEOUT;
    }
    return random.nextInt(1, slowest + 1);
  }
}
