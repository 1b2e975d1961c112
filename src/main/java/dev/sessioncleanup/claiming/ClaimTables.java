package dev.sessioncleanup.claiming;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.Selection;

/** The tables that a run takes its claims from, and the clock for its waits. */
public record ClaimTables(
    Ledger ledger, Backlog backlog, Selection selection, Scheduler scheduler) {}
