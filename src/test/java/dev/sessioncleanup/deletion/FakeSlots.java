package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.pacing.Answer;
import dev.sessioncleanup.pacing.Answer.Verdict;
import dev.sessioncleanup.pacing.Grants;
import dev.sessioncleanup.pacing.Pace;
import dev.sessioncleanup.pacing.SlotRequest;
import dev.sessioncleanup.pacing.Slots;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Grants at once, a thousand a second, but for what the test has scripted. */
final class FakeSlots implements Slots {
  private static final long LEAD = TimeUnit.MILLISECONDS.toMicros(2);
  private static final long STEP = TimeUnit.MILLISECONDS.toMicros(1);
  private static final long HORIZON = TimeUnit.MILLISECONDS.toMicros(100);
  private static final long LATE = TimeUnit.SECONDS.toMicros(1);

  private final FastTime time;
  private final FakeLedger ledger;
  private final FrailConnection connection;
  private final Map<String, Queue<Verdict>> scripts = new HashMap<>();
  private @Nullable Verdict forAll;
  private Runnable onGrant = () -> {};
  private int late;
  private int slowedDown;
  private int clockReadings;
  private long next;
  private long heldUntil;

  FakeSlots(FastTime time, FakeLedger ledger, FrailConnection connection) {
    this.time = time;
    this.ledger = ledger;
    this.connection = connection;
    this.heldUntil = micros();
  }

  /** The next answers for the session; after them slots are granted. */
  synchronized void script(String key, Verdict... verdicts) {
    scripts.put(key, new ArrayDeque<>(List.of(verdicts)));
  }

  /** The answer to everybody, null to grant. */
  synchronized void all(@Nullable Verdict verdict) {
    forAll = verdict;
  }

  /** So many grants come too late to be used. */
  synchronized void grantLate(int grants) {
    late = grants;
  }

  /** Runs when a slot is granted, before anybody hears of it. */
  synchronized void onGrant(Runnable action) {
    onGrant = action;
  }

  synchronized int clockReadings() {
    return clockReadings;
  }

  synchronized int timesSlowedDown() {
    return slowedDown;
  }

  @Override
  public Grants ask(List<SlotRequest> requests) {
    return connection.call("ask", () -> answer(requests));
  }

  @Override
  public synchronized long clock() {
    clockReadings++;
    return micros();
  }

  @Override
  public void slowDown(long slotMicros, @Nullable Duration retryAfter, String reason) {
    connection.call("slowDown", () -> hold(retryAfter == null ? 1000 : retryAfter.toMillis()));
  }

  private synchronized Integer hold(long millis) {
    heldUntil = Math.max(heldUntil, micros() + millis * 1000);
    return ++slowedDown;
  }

  private synchronized Grants answer(List<SlotRequest> requests) {
    long now = micros();
    next = Math.max(now + LEAD, next);
    List<Answer> answers = requests.stream().map(request -> answer(request, now)).toList();
    return new Grants(answers, micros(), Math.max(heldUntil, next - HORIZON), pace(now));
  }

  private Pace pace(long now) {
    return heldUntil > now
        ? new Pace(1, Instant.EPOCH.plus(heldUntil, ChronoUnit.MICROS), "429")
        : Pace.FULL;
  }

  private Answer answer(SlotRequest request, long now) {
    Verdict verdict = verdict(request, now);
    long slot = 0;
    if (verdict == Verdict.GRANTED) {
      FakeLedger.Row row = Objects.requireNonNull(ledger.row(request.auditId()));
      ledger.granted(row.claim(), request.send());
      slot = late-- > 0 ? now - LATE : next;
      late = Math.max(0, late);
      next += STEP;
      time.granted();
      onGrant.run();
    }
    return new Answer(request.auditId(), verdict, slot);
  }

  private Verdict verdict(SlotRequest request, long now) {
    FakeLedger.Row row = ledger.row(request.auditId());
    if (row == null || !row.open() || row.claimedBy() != FakeLedger.US) {
      return Verdict.LOST;
    }
    Claim claim = row.claim();
    if (claim.revision() != request.revision()) {
      return Verdict.CHANGED;
    }
    if (forAll != null) {
      return forAll;
    }
    Verdict scripted = scripts.getOrDefault(claim.sessionKey(), new ArrayDeque<>()).poll();
    if (scripted != null && scripted != Verdict.GRANTED) {
      return scripted;
    }
    return heldUntil > now || next >= now + HORIZON ? Verdict.WAIT : Verdict.GRANTED;
  }

  private long micros() {
    return time.nanos() / 1000;
  }
}
