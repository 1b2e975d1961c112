package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.resilience.CredentialCheck.Verdict;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CredentialCheckTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long NEVER = Long.MAX_VALUE;

  private final CredentialCheck check = new CredentialCheck();

  @Test
  void nothingIsPendingAtFirst() {
    assertThat(check.pending()).isFalse();
    assertThat(check.probeDue(NEVER)).isEqualTo(NEVER);
  }

  @Test
  void refusedSessionStopsCallsAndNeedsAProbeAtOnce() {
    check.refused("KEY", 3 * SECOND);

    assertThat(check.pending()).isTrue();
    assertThat(check.probeDue(NEVER)).isEqualTo(3 * SECOND);
  }

  @Test
  void acceptedProbeBlamesOnlyTheSession() {
    check.refused("KEY", 0);

    assertThat(check.probeAccepted()).isEqualTo(Verdict.ACCEPTED);
    assertThat(check.pending()).isFalse();
    assertThat(check.probeDue(NEVER)).isEqualTo(NEVER);
  }

  @Test
  void refusedProbeIsRepeatedSixSecondsLater() {
    check.refused("KEY", 0);

    assertThat(check.probeRefused(SECOND)).isEqualTo(Verdict.PENDING);
    assertThat(check.pending()).isTrue();
    assertThat(check.probeDue(NEVER)).isEqualTo(7 * SECOND);
    assertThat(check.probeRefused(7 * SECOND)).isEqualTo(Verdict.REFUSED);
  }

  /** An outage of PAVE needs its own probes. */
  @Test
  void probeBeforeTheSixSecondsAreOverDecidesNothing() {
    check.refused("KEY", 0);
    check.probeRefused(SECOND);

    assertThat(check.probeRefused(2 * SECOND)).isEqualTo(Verdict.PENDING);
    assertThat(check.probeDue(NEVER)).isEqualTo(7 * SECOND);
    assertThat(check.probeRefused(7 * SECOND)).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void secondProbeMayStillBeAccepted() {
    check.refused("KEY", 0);
    check.probeRefused(0);

    assertThat(check.probeAccepted()).isEqualTo(Verdict.ACCEPTED);
    assertThat(check.pending()).isFalse();
  }

  @Test
  void probeOfAnOutageThatIsRefusedBeginsACheck() {
    assertThat(check.probeRefused(SECOND)).isEqualTo(Verdict.PENDING);
    assertThat(check.pending()).isTrue();
    assertThat(check.probeDue(NEVER)).isEqualTo(7 * SECOND);
    assertThat(check.probeRefused(7 * SECOND)).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void laterRefusedSessionDoesNotRestartTheCheck() {
    check.refused("ONE", 0);
    check.probeRefused(SECOND);
    check.refused("TWO", 2 * SECOND);

    assertThat(check.probeDue(NEVER)).isEqualTo(7 * SECOND);
    assertThat(check.probeRefused(7 * SECOND)).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void refusalAfterAnAcceptedProbeStartsANewCheck() {
    check.refused("ONE", 0);
    check.probeRefused(0);
    check.probeAccepted();
    check.refused("TWO", 10 * SECOND);

    assertThat(check.probeDue(NEVER)).isEqualTo(10 * SECOND);
    assertThat(check.probeRefused(10 * SECOND)).isEqualTo(Verdict.PENDING);
  }

  @Test
  void inconclusiveProbesBlameTheOnlyRefusedSession() {
    check.refused("KEY", 0);

    assertThat(check.probeUnclear()).isEqualTo(Verdict.PENDING);
    assertThat(check.pending()).isTrue();
    assertThat(check.probeUnclear()).isEqualTo(Verdict.ACCEPTED);
    assertThat(check.pending()).isFalse();
  }

  @Test
  void inconclusiveProbesBlameTheCredentialsWhenSeveralSessionsAreRefused() {
    check.refused("ONE", 0);
    check.refused("TWO", 0);

    assertThat(check.probeUnclear()).isEqualTo(Verdict.PENDING);
    assertThat(check.probeUnclear()).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void sameSessionRefusedTwiceIsOneSession() {
    check.refused("KEY", 0);
    check.refused("KEY", 0);
    check.probeUnclear();

    assertThat(check.probeUnclear()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void recognisedReplyClearsRefusedSessions() {
    check.refused("ONE", 0);
    check.probeAccepted();
    check.recognised();
    check.refused("TWO", SECOND);
    check.probeUnclear();

    assertThat(check.probeUnclear()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void inconclusiveProbeWithoutARefusalIsIgnored() {
    for (int i = 0; i < 5; i++) {
      assertThat(check.probeUnclear()).isEqualTo(Verdict.PENDING);
    }
    assertThat(check.pending()).isFalse();
  }
}
