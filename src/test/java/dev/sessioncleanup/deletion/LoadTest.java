package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Claim;
import org.junit.jupiter.api.Test;

class LoadTest {
  private final Load load = new Load();
  private final Ticket ticket = new Ticket(new Claim(1, 7, "KEY", 0, 0, 0, 0));

  @Test
  void sessionIsSentOnceHoweverOftenItIsTried() {
    load.put(ticket);
    load.sent(ticket);
    load.sent(ticket);

    assertThat(load.sentSessions()).isEqualTo(1);
    assertThat(load.unsent()).isZero();
    assertThat(load.outstanding()).isEqualTo(1);
  }

  @Test
  void ticketReplacedDuringItsCallCountsAsSentAndLeavesOnce() {
    load.put(ticket);
    load.left(ticket);
    ticket.gone = true;
    load.sent(ticket);

    assertThat(load.sentSessions()).isEqualTo(1);
    assertThat(load.unsent()).isZero();
    assertThat(load.outstanding()).isZero();
  }

  @Test
  void ticketThatWasSentBeforeCountsNowhereElse() {
    ticket.counted = true;
    load.put(ticket);
    load.sent(ticket);
    load.left(ticket);

    assertThat(load.sentSessions()).isZero();
    assertThat(load.unsent()).isZero();
    assertThat(load.outstanding()).isZero();
  }
}
