package dev.sessioncleanup.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sessioncleanup.simulation.SimulatedTables.Rules;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that each invariant can fail: faults in the tables or a port are detected. */
class InvariantsTest {
  private static final long SEEDS = 5000;

  static Stream<Arguments> disabledRules() {
    return Stream.of(
        arguments(
            "doubtCounts",
            new Rules(false, true, true, true, true, true, true),
            "is recorded as missing"),
        arguments(
            "ownerRecords",
            new Rules(true, false, true, true, true, true, true),
            "does not own its claim"),
        arguments(
            "grantRaisesUnanswered",
            new Rules(true, true, false, true, true, true, true),
            "is sent without a doubt on record"),
        arguments(
            "paceIsKept",
            new Rules(true, true, true, false, true, true, true),
            "is asked more than the ceiling allows"),
        arguments(
            "holdsAreAsked",
            new Rules(true, true, true, true, false, true, true),
            "is sent although it is on hold"),
        arguments("onlyDeadAreTakenOver", new Rules(true, true, true, true, true, false, true), ""),
        arguments(
            "attemptedStay",
            new Rules(true, true, true, true, true, true, false),
            "is released although it was attempted"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("disabledRules")
  void disabledRuleIsDetected(String name, Rules rules, String violation) {
    assertThat(Seeds.firstBroken(rules, Mutant.NONE, SEEDS)).contains(violation);
  }

  static Stream<Arguments> mutants() {
    return Stream.of(
        arguments("timeouts claim that nothing was sent", new Mutants.NothingSent(), "missing"),
        arguments("DELETE is sent twice on the way", new Mutants.SentTwice(), "without an intent"),
        arguments("waits are not put on record", new Mutants.WaitsForgotten(), "during a wait"),
        arguments(
            "claims of the dead are not taken over",
            new Mutants.NothingTakenOver(),
            "does not come to its end"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutants")
  void mutantIsDetected(String name, Mutant mutant, String violation) {
    assertThat(Seeds.firstBroken(Rules.ALL, mutant, SEEDS)).contains(violation);
  }
}
