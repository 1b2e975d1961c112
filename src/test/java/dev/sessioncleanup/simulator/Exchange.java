package dev.sessioncleanup.simulator;

import java.time.Instant;

/**
 * One request that reached the simulator, logged before the reply is sent.
 *
 * @param number from 1, in the order of arrival
 * @param at by the simulator's clock
 * @param nanoTime {@link System#nanoTime} at arrival, for measuring the pace
 * @param status of the reply, 0 if none is sent
 * @param note the fault's name, or the reply's message
 */
public record Exchange(
    long number,
    Instant at,
    long nanoTime,
    String method,
    String sessionKey,
    int status,
    Effect effect,
    String note) {}
