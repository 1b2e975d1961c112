package dev.sessioncleanup.deletion;

import static dev.sessioncleanup.deletion.ScriptedPave.error;
import static dev.sessioncleanup.deletion.ScriptedPave.removed;
import static dev.sessioncleanup.deletion.ScriptedPave.silence;
import static dev.sessioncleanup.deletion.ScriptedPave.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pave.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When silence ends a run, when it costs a session its attempts, and when neither. */
class AwayStoryTest {
  @AutoClose private final Story story = new Story();

  @Test
  void paveThatGoesAwayWithOneSessionLeftCostsItNothing() {
    story.track("KEY", "LAST").maxInFlight(1);
    story.pave.answerDeletes(key -> key.equals("LAST") ? silence() : removed());
    story.pave.answerLookUps(key -> silence());

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(story.outcome("LAST")).isNull();
    assertThat(story.row("LAST").claim().failures()).isZero();
    assertThat(story.pave.log()).contains("GET KEY");
  }

  @Test
  void paveThatNeverGaveAnyReplyIsAway() {
    story.track("ONLY");
    story.pave.answerDeletes(key -> silence());
    story.pave.answerLookUps(key -> silence());

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(story.row("ONLY").claim().failures()).isZero();
    assertThat(story.pave.log()).contains("GET ONLY");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneBadSessionAtTheEndFailsHoweverShortThePatience(boolean hangs) {
    story.track("KEY", "BAD").paveMayBeAway(Duration.ofSeconds(2));
    story.pave.answerDeletes(key -> key.equals("KEY") ? removed() : hangs ? silence() : error());

    story.tell().balanced();

    assertThat(story.outcome("BAD")).isEqualTo(Outcome.FAILED);
    assertThat(story.pave.deletesOf("BAD")).isEqualTo(5);
    assertThat(story.ending()).isNull();
  }

  @Test
  void answeredProbesShowThatPaveIsThere() {
    story.track(30).maxAttempts(9);
    story.pave.answerDeletes(key -> key.endsWith("5") ? silence() : removed());

    story.tell().balanced();

    assertThat(story.ledger.count(Outcome.FAILED)).isEqualTo(3);
    assertThat(story.ending()).isNull();
  }

  @Test
  void outageThatIsOverAtTheFirstProbeCostsNoAttempts() {
    story.track(100).maxAttempts(1);
    AtomicInteger calls = new AtomicInteger();
    story.pave.answerDeletes(
        key -> {
          int call = calls.incrementAndGet();
          return call > 20 && call <= 45 ? silence() : removed();
        });

    story.tell().balanced();

    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(100);
    assertThat(calls.get()).isEqualTo(125);
  }

  @Test
  void sessionsThatHangTogetherFailAfterOneMoreAttempt() {
    story.track(40).maxAttempts(1);
    story.pave.answerDeletes(key -> key.compareTo("K030") > 0 ? silence() : removed());

    story.tell().balanced();

    assertThat(story.ledger.count(Outcome.FAILED)).isEqualTo(10);
    assertThat(story.pave.deletes()).isBetween(40L, 50L);
    assertThat(story.ending()).isNull();
  }

  @Test
  void paveThatOnlyAsksForSilenceIsAway() {
    throttle(Duration.ofSeconds(1));
    story.track(40);
    long begun = story.time.nanos();

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(Duration.ofNanos(story.time.nanos() - begun))
        .isBetween(Story.UNAVAILABLE_AFTER, Story.UNAVAILABLE_AFTER.plusSeconds(10));
    assertThat(story.reason()).contains("; the last call: 429");
    assertThat(story.ledger.openRows()).allSatisfy(r -> assertThat(r.claim().failures()).isZero());
  }

  @Test
  void paveThatOnlyAsksForSilenceIsAwayForTheLastSessionToo() {
    throttle(Duration.ofSeconds(1));
    story.track("LAST");

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
  }

  @Test
  void longSilenceIsWaitedForAndTriedTwice() {
    throttle(Story.UNAVAILABLE_AFTER.multipliedBy(2));
    story.track(5).maxInFlight(1);

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(story.pave.deletes()).isEqualTo(3);
  }

  @Test
  void answerBehindALongSilenceLetsTheRunGoOn() {
    story.track(5).maxInFlight(1);
    Reply.OfDelete later = throttled(Story.UNAVAILABLE_AFTER.multipliedBy(2));
    story.pave.answer("K001", later, removed());
    story.pave.answer("K002", later, later, removed());

    story.tell().balanced();

    assertThat(story.ending()).isNull();
    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(5);
  }

  private void throttle(Duration silence) {
    story.pave.answerDeletes(key -> throttled(silence));
    story.pave.answerLookUps(key -> throttled(silence));
  }
}
