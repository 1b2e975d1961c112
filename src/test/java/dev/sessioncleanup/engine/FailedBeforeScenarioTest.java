package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.found;
import static dev.sessioncleanup.engine.Replies.noReply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pave.Reply;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Sessions that failed in an earlier run come last and get one attempt each. */
class FailedBeforeScenarioTest {
  private static final List<String> BAD = Scenario.keys(60);

  @Test
  void oneAttemptEachWhateverTheyAnswer() {
    oneAttemptEach(key -> Replies.error());
  }

  @Test
  void oneAttemptEachWithoutAnyReply() {
    oneAttemptEach(key -> noReply());
  }

  @Test
  void goodOnesAmongThemAreRemoved() {
    Scenario.each(
        scenario -> {
          failedBefore(scenario);
          scenario.run().assertComplete();
          assertThat(BAD).allMatch(key -> scenario.pave.deletesOf(key) == 1);
          assertThat(BAD).allMatch(key -> scenario.outcome(key) == Outcome.REMOVED);
        });
  }

  private static void oneAttemptEach(Function<String, Reply.OfDelete> answer) {
    Scenario.each(
        scenario -> {
          failedBefore(scenario);
          scenario.track("GOOD");
          scenario.pave.answerDeletes(
              key -> key.equals("GOOD") ? Replies.removed() : answer.apply(key));
          scenario.pave.answerLookUps(key -> found("IDLE"));

          scenario.run().assertComplete();

          assertThat(scenario.pave.log()).startsWith("DELETE GOOD");
          assertThat(BAD).allMatch(key -> scenario.pave.deletesOf(key) == 1);
          assertThat(BAD).allMatch(key -> scenario.outcome(key) == Outcome.FAILED);
          assertThat(scenario.row("K001").detail)
              .startsWith("failed again, as in an earlier run: ");
        });
  }

  private static void failedBefore(Scenario scenario) {
    scenario.track(BAD.size());
    for (String key : BAD) {
      scenario.tables.insert(99, key, "default", 99).outcome = Outcome.FAILED;
    }
  }
}
