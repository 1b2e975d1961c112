/**
 * The demo that {@code mvn spring-boot:test-run} starts: the main job against an embedded database
 * and a simulated PAVE.
 */
@NullMarked
package dev.sessioncleanup.demo;

import org.jspecify.annotations.NullMarked;
