package dev.sessioncleanup.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The connection between a process and the tables: every statement takes time, and it or its reply
 * may be lost.
 */
public final class SimulatedConnection {
  private final SeededScheduler scheduler;
  private final SeededScheduler.SimulatedThreads process;
  private final Faults faults;
  private final SimulationStats stats;

  /** The faults, by the name of the statement; called on the thread that waits for it. */
  public interface Faults {
    /** Whether the statement is lost and not executed. */
    boolean losesStatement(String name);

    /** The statement was executed; its reply is not sent yet. */
    default void carriedOut(String name) {}

    /** Whether the reply is lost. */
    boolean losesReply(String name);
  }

  /** How often statements are lost, and when the database is unavailable. */
  static final class DatabaseFaults implements Faults {
    private final SeededScheduler scheduler;
    double lost;
    double replyLost;
    long downUntil;

    DatabaseFaults(SeededScheduler scheduler) {
      this.scheduler = scheduler;
    }

    @Override
    public boolean losesStatement(String name) {
      return isDown() || draw(lost);
    }

    @Override
    public boolean losesReply(String name) {
      return isDown() || draw(replyLost);
    }

    private boolean isDown() {
      return scheduler.now() < downUntil;
    }

    private boolean draw(double probability) {
      return probability > 0 && scheduler.random().nextDouble() < probability;
    }
  }

  public SimulatedConnection(
      SeededScheduler scheduler,
      SeededScheduler.SimulatedThreads process,
      Faults faults,
      SimulationStats stats) {
    this.scheduler = scheduler;
    this.process = process;
    this.faults = faults;
    this.stats = stats;
  }

  /** The port with every call going over this connection. */
  public <T> T over(Class<T> type, T tables) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> statement(tables, method, arguments)));
  }

  private @Nullable Object statement(
      Object tables, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    travel();
    if (faults.losesStatement(name)) {
      stats.lostStatements++;
      process.note(name, " lost");
      throw lost();
    }
    Object result = invoke(tables, method, arguments);
    process.note(name, result);
    faults.carriedOut(name);
    travel();
    if (faults.losesReply(name)) {
      stats.lostCommits++;
      process.note(name, " reply lost");
      throw lost();
    }
    return result;
  }

  private static @Nullable Object invoke(
      Object tables, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(tables, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private void travel() {
    process.sleepUntil(
        process.nanos() + TimeUnit.MICROSECONDS.toNanos(scheduler.random().nextInt(50, 3000)));
  }

  private static DataAccessResourceFailureException lost() {
    return new DataAccessResourceFailureException(
        "connection lost", new SQLException("connection lost", "08006"));
  }
}
