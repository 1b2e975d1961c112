package dev.sessioncleanup.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.check.CheckResult.Level;
import dev.sessioncleanup.pave.Reply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the reply to GET /callbacks says about an account. */
class PaveChecksTest {
  private static final Duration QUICK = Duration.ofMillis(7);

  @Test
  void acceptedWithWebhookAndClock() {
    assertThat(accepted(List.of("SESSION:STATUS_CHANGE"), Duration.ZERO))
        .allMatch(result -> result.level() == Level.OK && result.exitCode() == 0)
        .extracting(CheckResult::name)
        .containsExactly("pave", "webhook", "clock");
  }

  @Test
  void withoutWebhookAndDateAreWarnings() {
    assertThat(accepted(List.of("OTHER"), null))
        .filteredOn(result -> result.level() == Level.WARNING && result.exitCode() == 0)
        .extracting(CheckResult::name)
        .containsExactly("webhook", "clock");
  }

  @Test
  void aMinuteIsTolerated() {
    assertThat(accepted(List.of(), Duration.ofSeconds(60)).getLast().level()).isEqualTo(Level.OK);
    assertThat(accepted(List.of(), Duration.ofSeconds(-61)).getLast())
        .returns(Level.WARNING, CheckResult::level)
        .returns(true, result -> result.text().contains("61 s behind PAVE's"));
  }

  @Test
  void otherRepliesHaveTheExitCodesOfASweep() {
    assertThat(only(new Reply.Refused(401, "refused", QUICK)).exitCode()).isEqualTo(6);
    assertThat(only(new Reply.NoReply(true, "refused", QUICK)).exitCode()).isEqualTo(5);
    assertThat(only(new Reply.Unrecognised(502, "502 with text/html", QUICK)).exitCode())
        .isEqualTo(5);
    assertThat(only(new Reply.Throttled(429, null, "429: Too Many Attempts", QUICK)))
        .returns(0, CheckResult::exitCode)
        .returns(Level.WARNING, CheckResult::level);
  }

  private static List<CheckResult> accepted(List<String> events, @Nullable Duration ahead) {
    return PaveChecks.probed(
        "acme", new Reply.Webhooks(200, events, ahead, "credentials accepted", QUICK));
  }

  private static CheckResult only(Reply.OfProbe reply) {
    List<CheckResult> results = PaveChecks.probed("acme", reply);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }
}
