package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Backlog;

/**
 * What a run is about to do.
 *
 * @param count sessions that it will claim from now on, its limit considered
 * @param orphans claims of dead processes, of other runs, that it would finish
 * @param eligible all that could be claimed
 * @param around what is left alone, and the base of the share guard
 */
public record Plan(long count, long orphans, Backlog.Eligible eligible, Backlog.Around around) {}
