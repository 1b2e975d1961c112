package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Selection;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run from its first claim to its end, without Spring, a database or PAVE. */
final class Story implements AutoCloseable {
  static final long RUN = 7;
  static final Duration UNAVAILABLE_AFTER = Duration.ofSeconds(20);
  private static final long BOUND = TimeUnit.SECONDS.toNanos(30);
  private static final CleanupProperties.Breaker NO_BREAKER =
      new CleanupProperties.Breaker(50, 1, 1);

  final FastTime time = new FastTime();
  final FrailConnection connection = new FrailConnection();
  final FakeLedger ledger = new FakeLedger(connection);
  final FakeSlots slots = new FakeSlots(time, ledger, connection);
  final ScriptedPave pave = new ScriptedPave(time::used);
  final RunControl control = new RunControl(time::nanos);
  final AtomicInteger lockSuspected = new AtomicInteger();
  private final Selection selection =
      new Selection(RUN, "default", null, Instant.EPOCH, Duration.ofHours(24));
  private boolean live;
  private int maxInFlight = 32;
  private int maxAttempts = 5;
  private Duration unavailableAfter = UNAVAILABLE_AFTER;
  private Duration databasePatience = UNAVAILABLE_AFTER;
  private long limit = Long.MAX_VALUE / 2;
  private long maxCount = 100_000;
  private long claimedBefore;
  private CleanupProperties.Breaker breaker = NO_BREAKER;
  private @Nullable Pipe pipe;
  private @Nullable Thread step;

  Story track(String... keys) {
    ledger.track(keys);
    return this;
  }

  Story track(int sessions) {
    return track(keys(sessions).toArray(String[]::new));
  }

  static List<String> keys(int sessions) {
    return IntStream.rangeClosed(1, sessions).mapToObj("K%03d"::formatted).toList();
  }

  Story live() {
    live = true;
    return this;
  }

  Story limit(long sessions) {
    limit = sessions;
    return this;
  }

  /** By earlier processes that worked on the run. */
  Story claimedBefore(long sessions) {
    claimedBefore = sessions;
    return this;
  }

  Story maxCount(long sessions) {
    maxCount = sessions;
    return this;
  }

  Story maxInFlight(int calls) {
    maxInFlight = calls;
    return this;
  }

  Story maxAttempts(int attempts) {
    maxAttempts = attempts;
    return this;
  }

  Story paveMayBeAway(Duration longest) {
    unavailableAfter = longest;
    return this;
  }

  Story databaseMayBeAway(Duration longest) {
    databasePatience = longest;
    return this;
  }

  Story breaker(int sample, double unexpected, double missing) {
    breaker = new CleanupProperties.Breaker(sample, unexpected, missing);
    return this;
  }

  /** Begins, as the chunk step would. */
  Story begin() {
    Pipe opened = pipeAlone();
    var bounds = new Supply.Bounds(limit, maxCount, 0, claimedBefore, UNAVAILABLE_AFTER);
    Supply supply = new Supply(ledger, ledger, opened, selection, bounds);
    step = Thread.ofPlatform().name("step").start(() -> work(supply, opened));
    return this;
  }

  /** Opens the pipe, and puts nothing in. */
  Pipe pipeAlone() {
    Terms terms =
        new Terms(RUN, new Rate(1000), maxInFlight, maxAttempts, live, unavailableAfter, breaker);
    Patience patience = new Patience(control, databasePatience, time);
    Parts parts = new Parts(ledger, slots, pave, lockSuspected::incrementAndGet, time);
    Pipe opened = new Pipe("story", parts, terms, control, patience);
    pipe = opened;
    return opened;
  }

  List<Claim> claimAll() {
    return ledger.claim(selection, Integer.MAX_VALUE, List.of());
  }

  void putAndClose(Pipe opened, List<Claim> claims) {
    try {
      opened.put(claims);
      opened.close();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(Supply supply, Pipe opened) {
    try {
      for (List<Claim> claims = supply.next(); !claims.isEmpty(); claims = supply.next()) {
        opened.put(claims);
      }
    } catch (DatabaseAwayException away) {
      assertThat(control.ended()).isTrue();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      close(opened);
    }
  }

  private void close(Pipe opened) {
    try {
      opened.close();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs to its end. */
  Story tell() {
    return begin().untilOver();
  }

  Story untilOver() {
    return until(() -> !running());
  }

  boolean running() {
    return step != null && step.isAlive();
  }

  /** Lets time go by until then. */
  Story until(BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - begun).as("waited in vain: " + this).isLessThan(BOUND);
      time.skip();
    }
    return this;
  }

  /** Lets that much of the run's time go by. */
  Story pass(Duration duration) {
    long begun = time.nanos();
    return until(() -> time.nanos() - begun >= duration.toNanos());
  }

  Pipe pipe() {
    return Objects.requireNonNull(pipe, "the story has not begun");
  }

  Ending.@Nullable Kind ending() {
    return control.ending().map(Ending::kind).orElse(null);
  }

  String reason() {
    return control.ending().map(Ending::reason).orElse("none");
  }

  Tally.Figures figures() {
    return pipe().tally().figures();
  }

  /** The session's last row. */
  FakeLedger.Row row(String key) {
    List<FakeLedger.Row> rows = ledger.rowsOf(key);
    assertThat(rows).as("rows of " + key).isNotEmpty();
    return rows.getLast();
  }

  @Nullable Outcome outcome(String key) {
    return row(key).outcome();
  }

  /** Nothing is left in the pipe, and what it counted is what the ledger holds. */
  Story balanced() {
    assertThat(pipe().outstanding()).as("outstanding").isZero();
    assertThat(pipe().unsent()).as("unsent").isZero();
    assertThat(ledger.openRows()).as("open rows").isEmpty();
    for (Outcome outcome : Outcome.values()) {
      assertThat(figures().of(outcome)).as("counted " + outcome).isEqualTo(ledger.count(outcome));
    }
    return this;
  }

  @Override
  public void close() {
    if (running()) {
      control.stop(Duration.ZERO);
      pave.openAllGates();
    }
  }

  @Override
  public String toString() {
    return "ending %s, outstanding %d, log %s, open rows %s"
        .formatted(
            control.ending(),
            pipe == null ? 0 : pipe.outstanding(),
            pave.log().size() > 40 ? pave.log().size() : pave.log(),
            ledger.openRows());
  }
}
