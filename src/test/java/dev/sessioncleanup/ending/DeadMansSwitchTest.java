package dev.sessioncleanup.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sessioncleanup.settings.PingUrl;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DeadMansSwitchTest {
  private final EndingReport report =
      new EndingReport(new TerminationLog(Path.of("target/no-such-file")));

  @Test
  void startAndEndAreToldInOrderWithTheEnding() {
    try (MonitorServer monitor = MonitorServer.answering(200)) {
      report.begin(PingUrl.valueOf(monitor.url()));
      report.describe("Run 3 of account default: partial");
      report.ended(7);

      assertThat(monitor.calls())
          .containsExactly(
              "POST /hush-check/start",
              "POST /hush-check/7 exit 7: Run 3 of account default: partial");
    }
  }

  @Test
  void startIsToldOnce() {
    try (MonitorServer monitor = MonitorServer.answering(200)) {
      report.begin(PingUrl.valueOf(monitor.url()));
      report.begin(PingUrl.valueOf(monitor.url()));
      report.ended(0);

      assertThat(monitor.calls())
          .containsExactly("POST /hush-check/start", "POST /hush-check/0 exit 0");
    }
  }

  @Test
  void commandThatRunsNothingTellsNothing() {
    try (MonitorServer monitor = MonitorServer.answering(200)) {
      report.ended(0);
      report.begin(null);
      report.ended(0);

      assertThat(monitor.calls()).isEmpty();
    }
  }

  /** Without its own limit the call would wait as long as the monitor does, here for ever. */
  @Test
  void monitorThatNeverAnswersIsNotWaitedFor(CapturedOutput output) {
    try (MonitorServer monitor = MonitorServer.answering(0)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(60),
          () -> {
            report.begin(PingUrl.valueOf(monitor.url()));
            report.ended(0);
          });

      assertThat(monitor.calls()).hasSize(2);
    }
    assertThat(output).contains("cleanup.ping-url", "http://127.0.0.1:").doesNotContain("hush");
    assertThat(output.toString().split("no answer within 2 s", -1))
        .as("one warning for each of the two calls")
        .hasSize(3);
  }

  @Test
  void monitorThatRefusesIsNamedWithoutItsPath(CapturedOutput output) {
    report.begin(PingUrl.valueOf(MonitorServer.refusingUrl()));
    report.ended(0);

    assertThat(output)
        .contains("The monitor of cleanup.ping-url, http://127.0.0.1:", "was not reached")
        .doesNotContain("hush");
  }

  @Test
  void monitorThatDoesNotKnowTheUrlIsReported(CapturedOutput output) {
    try (MonitorServer monitor = MonitorServer.answering(404)) {
      report.begin(PingUrl.valueOf(monitor.url()));
      report.ended(0);
    }
    assertThat(output).contains("it answered 404").doesNotContain("hush");
  }
}
