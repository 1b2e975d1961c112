package dev.sessioncleanup.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test that gets its database from {@link TestDatabase}. CI runs these once on a container
 * and once more embedded ({@code -Dgroups=database}); {@link TestDatabase} refuses unmarked tests,
 * so that the second pass runs all of them. Works on Jupiter tests and jqwik properties.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@org.junit.jupiter.api.Tag(DatabaseTest.TAG)
@net.jqwik.api.Tag(DatabaseTest.TAG)
public @interface DatabaseTest {
  /** The tag to select by. */
  String TAG = "database";
}
