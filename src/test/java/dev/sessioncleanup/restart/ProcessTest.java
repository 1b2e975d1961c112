package dev.sessioncleanup.restart;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test that starts the program as processes of its own. Most of its time is waiting, so
 * these run three at a time, apart from the tests that measure (see the pom).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("processes")
@interface ProcessTest {}
