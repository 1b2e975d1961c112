package dev.sessioncleanup.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.runs.DeleteCalls.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeleteCallsTest {
  @Test
  void callsThatWereSentAreTheSumOfTheirResults() {
    DeleteCalls calls =
        new DeleteCalls(Map.of(Result.LOST, 2L, Result.REMOVED, 30L, Result.THROTTLED, 1L));

    assertThat(calls.sent()).isEqualTo(33);
    assertThat(calls).hasToString("33 = 30 removed + 2 lost + 1 throttled");
  }

  @Test
  void noCallIsZero() {
    assertThat(new DeleteCalls(Map.of())).hasToString("0");
  }
}
