package dev.sessioncleanup.deletion;

import static dev.sessioncleanup.deletion.ScriptedPave.error;
import static dev.sessioncleanup.deletion.ScriptedPave.found;
import static dev.sessioncleanup.deletion.ScriptedPave.removed;
import static dev.sessioncleanup.deletion.ScriptedPave.silence;
import static dev.sessioncleanup.deletion.ScriptedPave.throttled;
import static dev.sessioncleanup.deletion.ScriptedPave.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pacing.Answer.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SilenceStoryTest {
  @AutoClose private final Story story = new Story();

  @Test
  void singleSessionThatHangsFails() {
    story.track("HANGS", "KEY");
    story.pave.answerDeletes(key -> key.equals("HANGS") ? silence() : removed());

    story.tell().balanced();

    assertThat(story.outcome("HANGS")).isEqualTo(Outcome.FAILED);
    assertThat(story.pave.deletesOf("HANGS")).isEqualTo(5);
    assertThat(story.ending()).isNull();
  }

  @Test
  void onlySessionOfAllHangsAndFails() {
    story.track("HANGS");
    story.pave.answerDeletes(key -> silence());

    story.tell().balanced();

    assertThat(story.outcome("HANGS")).isEqualTo(Outcome.FAILED);
  }

  @Test
  void badSessionsAmongGoodOnesAreChargedByTheProbe() {
    story.track(40);
    story.pave.answerDeletes(key -> key.endsWith("5") ? silence() : removed());

    story.tell().balanced();

    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(36);
    assertThat(story.ledger.count(Outcome.FAILED)).isEqualTo(4);
    assertThat(story.pave.log()).anyMatch(line -> line.startsWith("GET "));
    assertThat(story.ending()).isNull();
  }

  @Test
  void silenceOfAllCostsNoAttemptsAndEndsTheRun() {
    story.track(40);
    story.pave.answerDeletes(key -> unreachable());
    story.pave.answerLookUps(key -> unreachable());

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(story.reason()).contains("connection refused", "cleanup.unavailable-after");
    assertThat(story.ledger.count(Outcome.FAILED)).isZero();
    assertThat(story.ledger.openRows()).allSatisfy(r -> assertThat(r.claim().failures()).isZero());
  }

  @Test
  void awayPaveIsProbedOneCallAtATime() {
    AtomicBoolean away = new AtomicBoolean();
    AtomicInteger silent = new AtomicInteger();
    story.track(200).maxInFlight(4);
    story.pave.answerDeletes(
        key -> {
          if (away.get()) {
            silent.incrementAndGet();
            return silence();
          }
          return removed();
        });
    story.pave.answerLookUps(key -> away.get() ? silence() : found("IDLE"));
    story.begin().until(() -> story.pave.deletes() >= 20);
    away.set(true);
    story.pass(Duration.ofSeconds(10));
    assertThat(silent.get()).as("silent DELETEs before it was found out").isLessThanOrEqualTo(9);
    away.set(false);

    story.untilOver().balanced();

    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(200);
    assertThat(story.ledger.count(Outcome.FAILED)).isZero();
  }

  @Test
  void probeThatIsThrottledSlowsDown() {
    story.track(40);
    story.pave.answerDeletes(key -> key.endsWith("5") ? silence() : removed());
    AtomicInteger looks = new AtomicInteger();
    story.pave.answerLookUps(
        key -> looks.incrementAndGet() == 1 ? throttled(Duration.ofSeconds(3)) : found("COMPLETE"));

    story.tell().balanced();

    assertThat(looks.get()).isPositive();
    assertThat(story.slots.timesSlowedDown()).isEqualTo(1);
    assertThat(story.figures().throttled()).isEqualTo(1);
  }

  @Test
  void errorsForAllFailThemAll() {
    story.track(40);
    story.pave.answerDeletes(key -> error());

    story.tell();

    assertThat(story.ledger.count(Outcome.FAILED)).isEqualTo(40);
    story.balanced();
  }

  @Test
  void pauseIsNotTakenForSilence() {
    story.track("SILENT", "KEY");
    story.pave.answer("SILENT", silence(), silence(), silence(), silence());
    story.begin().until(() -> story.pave.deletesOf("SILENT") == 4);
    story.slots.all(Verdict.PAUSED);
    story.pass(Story.UNAVAILABLE_AFTER.multipliedBy(2));
    story.slots.all(null);

    story.untilOver().balanced();

    assertThat(story.ending()).isNull();
  }

  @Test
  void waitingForOthersIsNotTakenForSilence() {
    story.track("BAD");
    story.pave.answerDeletes(key -> error());
    story.ledger.others(1);
    story.begin().until(() -> story.ledger.count(Outcome.FAILED) == 1);
    for (int i = 0; i < 4; i++) {
      story.pass(Story.UNAVAILABLE_AFTER.dividedBy(2));
      story.ledger.others(1);
      story.until(story.ledger::lookedAt);
    }
    story.ledger.others(0);

    story.untilOver().balanced();

    assertThat(story.ending()).isNull();
  }
}
