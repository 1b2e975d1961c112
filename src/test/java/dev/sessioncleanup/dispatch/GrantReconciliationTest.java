package dev.sessioncleanup.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.concurrent.SystemScheduler;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pacing.Grant.Verdict;
import dev.sessioncleanup.simulation.InMemoryLedger;
import dev.sessioncleanup.simulation.SimulatedTables;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import dev.sessioncleanup.simulation.SimulatedTables.Rules;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantReconciliationTest {
  private final SimulatedTables tables = new SimulatedTables(() -> 0, Rules.ALL);
  private final int process = tables.newProcess();
  private final AuditRow row = tables.insert(1, "KEY", "default", process);
  private final PermitRequest request = request(CallKind.DELETE, row.claim());
  private final GrantReconciliation reconciliation =
      new GrantReconciliation(new InMemoryLedger(tables, process));

  @Test
  void grantWhoseReplyWasLostIsUndone() {
    grant();

    reconcile(request);

    assertThat(row.attempts).isZero();
    assertThat(row.unanswered).isZero();
    assertThat(request.claim()).isEqualTo(row.claim());
    assertThat(request.promise.isDone()).isFalse();
  }

  @Test
  void grantThatWasNeverCommittedChangesNothing() {
    reconcile(request);

    assertThat(row.revision).isZero();
    assertThat(request.claim()).isEqualTo(row.claim());
  }

  @Test
  void slotOfALookUpLeavesNothingToUndo() {
    row.attempts = 1;
    row.unanswered = 1;
    PermitRequest lookUp = request(CallKind.LOOK_UP, row.claim());
    row.revision++;

    reconcile(lookUp);

    assertThat(row.attempts).isEqualTo(1);
    assertThat(row.unanswered).isEqualTo(1);
    assertThat(lookUp.claim()).isEqualTo(row.claim());
  }

  /** The other process may have sent. */
  @Test
  void grantOfAnInterveningProcessIsKept() {
    row.revision += 2; // taken over by the other process, and back by this one
    grant();

    reconcile(request);

    assertThat(row.attempts).isEqualTo(1);
    assertThat(row.unanswered).isEqualTo(1);
    assertThat(request.claim()).isEqualTo(row.claim());
  }

  @Test
  void claimOfAnotherProcessIsLost() {
    row.claimedBy = tables.newProcess();

    reconcile(request);

    assertThat(request.promise.await()).isEqualTo(new Permit.Denied(request.claim(), Verdict.LOST));
  }

  @Test
  void claimThatIsRecordedIsLost() {
    row.outcome = Outcome.REMOVED;

    reconcile(request);

    assertThat(request.promise.await()).isInstanceOf(Permit.Denied.class);
  }

  @Test
  void probeLeavesNoDoubt() {
    reconciliation.doubt(List.of(request(CallKind.PROBE, row.claim())));

    assertThat(reconciliation.isPending()).isFalse();
  }

  private void grant() {
    row.attempts++;
    row.unanswered++;
    row.revision++;
  }

  private void reconcile(PermitRequest doubtful) {
    reconciliation.doubt(List.of(doubtful));
    assertThat(reconciliation.isPending()).isTrue();
    reconciliation.reconcile();
    assertThat(reconciliation.isPending()).isFalse();
  }

  private static PermitRequest request(CallKind kind, Claim claim) {
    return new PermitRequest(kind, claim, 1, 0, new Promise<>(new SystemScheduler()));
  }
}
