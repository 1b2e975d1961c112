package dev.sessioncleanup.restart;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test that starts the program as separate processes. Such tests mostly wait, so three run
 * at a time, apart from the tests that measure (see the pom).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("processes")
@interface ProcessTest {}
