package dev.sessioncleanup.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Reports at the end which server the database tests ran on and how many test cases it served. The
 * state is static because JUnit creates the listener while tests call the fixture. Expects the
 * tests of a class to run one after the other on one thread.
 */
public final class FixtureReport implements TestExecutionListener {
  private static final ThreadLocal<Deque<TestIdentifier>> running =
      ThreadLocal.withInitial(ArrayDeque::new);
  private static final Set<String> users = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger served = new AtomicInteger();
  private static volatile @Nullable String server;

  static void servedBy(String description) {
    server = description;
  }

  /** Called when a test, or the setup of a test class, uses the shared server. */
  static void noteUse() {
    TestIdentifier user = running.get().peekLast();
    if (user == null) {
      return; // not under JUnit: the demo
    }
    if (!user.getTags().contains(TestTag.create(DatabaseTest.TAG))) {
      throw new IllegalStateException(
          user.getDisplayName()
              + " uses TestDatabase: annotate its class with @DatabaseTest, or the embedded pass of"
              + " CI leaves it out.");
    }
    users.add(user.getUniqueId());
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    running.get().addLast(test);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()
        && running.get().stream().anyMatch(one -> users.contains(one.getUniqueId()))) {
      served.incrementAndGet();
    }
    running.get().removeLastOccurrence(test);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (server == null) {
      return;
    }
    String line = "database fixture: " + server + " served " + served.getAndSet(0) + " tests";
    System.out.println(line);
    try {
      Files.writeString(
          inTarget("database-fixture.txt"),
          line + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file in the build's output directory. */
  static Path inTarget(String file) throws IOException {
    Path target = Path.of(System.getProperty("basedir", "."), "target");
    return Files.createDirectories(target).resolve(file);
  }
}
