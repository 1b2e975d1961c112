package dev.sessioncleanup.contract;

import dev.sessioncleanup.ledger.Basis;
import dev.sessioncleanup.ledger.CallTrace;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.pacing.Grant;
import dev.sessioncleanup.pacing.GrantLead;
import dev.sessioncleanup.pacing.SlotRequest;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Two live processes with a running sweep each, and short methods for setup and queries. */
public abstract class TablesContract {
  static final Duration FLOOR = Duration.ofHours(24);
  static final Duration STALE = Duration.ofDays(7);
  static final String ACCOUNT = "default";
  static final double FAST = 1000;

  final TablesUnderTest tables;
  final int process;
  final int other;
  final Selection selection;
  final Selection otherSelection;
  final Ledger ledger;
  final Ledger otherLedger;

  TablesContract(TablesUnderTest tables) {
    this.tables = tables;
    this.process = tables.startProcess();
    this.other = tables.startProcess();
    this.selection = running(process);
    this.otherSelection = running(other);
    this.ledger = tables.ledger(process);
    this.otherLedger = tables.ledger(other);
  }

  @AfterEach
  final void closeTables() {
    tables.close();
  }

  /** A new sweep of the default account. */
  final Selection running(int owner) {
    Run run = tables.runs(owner).plan(RunCommand.sweep(ACCOUNT, false), STALE, null);
    tables.runs(owner).start(run.runId(), 0, run.runId());
    return run.selection(FLOOR);
  }

  /** Tracks an IDLE session of the default account. */
  final void track(String key, int days) {
    tables.track(key, ACCOUNT, "IDLE", Duration.ofDays(days));
  }

  /** Tracks a stale session and claims it for the first process. */
  final Claim claimed(String key) {
    track(key, 9);
    return ledger.claim(selection, 1).getFirst();
  }

  /** The claim of the first process after a DELETE was granted for it. */
  final Claim granted(Claim claim) {
    Grant grant = ask(claim, true);
    if (grant.verdict() != Grant.Verdict.GRANTED) {
      throw new AssertionError("not granted: " + grant);
    }
    return claim.granted();
  }

  /** Requests a slot for a claim of the first process. */
  final Grant ask(Claim claim, boolean send) {
    tables.pass(Duration.ofSeconds(1));
    SlotRequest request = new SlotRequest(claim.auditId(), claim.revision(), send);
    return tables
        .limiter(process, selection.runId(), FAST)
        .ask(List.of(request), GrantLead.SHORTEST)
        .grants()
        .getFirst();
  }

  /** The selection with other dates. */
  final Selection between(@Nullable Instant from, Instant before) {
    return new Selection(selection.runId(), ACCOUNT, from, before, FLOOR);
  }

  final Instant ago(Duration age) {
    return tables.clock().minus(age);
  }

  static Finding reply(Claim claim, Outcome outcome, int status) {
    return Finding.ofReply(
        claim, outcome, Basis.DELETE_REPLY, new CallTrace(status, "PAVE's words", 12));
  }

  static List<String> keys(List<Claim> claims) {
    return claims.stream().map(Claim::sessionKey).toList();
  }
}
