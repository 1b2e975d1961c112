package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private final FakeLedger ledger = new FakeLedger(new FrailConnection());

  @Test
  void sendOfTheProcessThatHadTheClaimInBetweenStaysInDoubt() {
    Claim remembered = ledger.orphan(Story.RUN, "KEY", 0, 0);
    Claim ours = takeOver();
    ledger.granted(ours, true);
    Ticket former = new Ticket(remembered);

    assertThat(new Reconciliation(ledger).of(List.of(former))).isEmpty();

    assertThat(Objects.requireNonNull(ledger.row(ours.auditId())).claim().unanswered())
        .isEqualTo(1);
    assertThat(former.claim.attempts()).isEqualTo(1);
  }

  @Test
  void grantThatWasNeverHeardOfIsUndone() {
    ledger.orphan(Story.RUN, "KEY", 0, 0);
    Claim ours = takeOver();
    ledger.granted(ours, true);
    Ticket ticket = new Ticket(ours);

    assertThat(new Reconciliation(ledger).of(List.of(ticket))).isEmpty();

    assertThat(ticket.claim.attempts()).isZero();
    assertThat(ticket.claim.unanswered()).isZero();
  }

  private Claim takeOver() {
    Selection all = new Selection(Story.RUN, "default", null, Instant.MAX, Duration.ofHours(24));
    return ledger.takeOver(all, 1).getFirst();
  }
}
