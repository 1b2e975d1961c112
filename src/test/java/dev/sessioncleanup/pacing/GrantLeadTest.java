package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GrantLeadTest {
  private final GrantLead lead = new GrantLead();

  @Test
  void quickGrantsGetTheShortestLead() {
    assertThat(lead.nanos()).isEqualTo(millis(10));

    lead.arrived(millis(2));
    assertThat(lead.nanos()).isEqualTo(millis(10));
  }

  @Test
  void lateGrantsGetALeadThatCoversThem() {
    lead.arrived(millis(30));
    assertThat(lead.nanos()).isEqualTo(millis(35));

    lead.arrived(millis(400));
    assertThat(lead.nanos()).isEqualTo(millis(90));
  }

  @Test
  void leadFallsAgainWithQuickGrants() {
    lead.arrived(millis(400));

    for (int grant = 0; grant < 40; grant++) {
      lead.arrived(millis(2));
    }

    assertThat(lead.nanos()).isEqualTo(millis(10));
  }

  private static long millis(long count) {
    return TimeUnit.MILLISECONDS.toNanos(count);
  }
}
