package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Backlog;

/**
 * What a run is about to do.
 *
 * @param count sessions that it will claim from now on, its limit considered
 * @param eligible all that could be claimed
 * @param around what is left alone, and the base of the share guard
 */
public record Plan(long count, Backlog.Eligible eligible, Backlog.Around around) {}
