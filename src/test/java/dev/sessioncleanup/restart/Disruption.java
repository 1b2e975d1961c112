package dev.sessioncleanup.restart;

import dev.sessioncleanup.database.ControlledPostgres.Shutdown;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/** A disruption of a run. */
enum Disruption {
  KILL(6),
  TERMINATE(3),
  TERMINATE_TWICE(1),
  CUT_ALL_CONNECTIONS(2),
  CUT_LOCK_CONNECTION(2),
  PAVE_OUTAGE(2),
  ROWS_LOCKED(2),
  DATABASE_RESTART_FAST(1),
  DATABASE_RESTART_IMMEDIATE(1);

  private final int weight;

  Disruption(int weight) {
    this.weight = weight;
  }

  static Disruption any(Random random) {
    int sum = 0;
    for (Disruption disruption : values()) {
      sum += disruption.weight;
    }
    int left = random.nextInt(sum);
    for (Disruption disruption : values()) {
      left -= disruption.weight;
      if (left < 0) {
        return disruption;
      }
    }
    throw new AssertionError("the weights do not add up");
  }

  void apply(ProcessWorld world, RestartableDatabase database, ChildProcess child, Random random) {
    switch (this) {
      case KILL -> child.kill();
      case TERMINATE -> child.terminate();
      case TERMINATE_TWICE -> {
        child.terminate();
        child.endsWithin(Duration.ofMillis(random.nextInt(100)));
        child.terminate();
      }
      case CUT_ALL_CONNECTIONS -> cut(world, "session-cleanup%");
      case CUT_LOCK_CONNECTION -> cut(world, "session-cleanup lock");
      case PAVE_OUTAGE -> {
        world.pave.stop();
        child.endsWithin(Duration.ofMillis(200 + random.nextInt(1500)));
        world.pave.start();
      }
      case ROWS_LOCKED -> lockRows(world, child, random);
      case DATABASE_RESTART_FAST -> database.restart(Shutdown.FAST, child, random.nextInt(1500));
      case DATABASE_RESTART_IMMEDIATE ->
          database.restart(Shutdown.IMMEDIATE, child, random.nextInt(1500));
    }
  }

  /** Simulates a long transaction of the tracking application. */
  private static void lockRows(ProcessWorld world, ChildProcess child, Random random) {
    try (RowLocks locks = RowLocks.onAll(world)) {
      child.endsWithin(Duration.ofMillis(200 + random.nextInt(1500)));
    } catch (SQLException outage) {
      // the database is down: nothing to lock
    }
  }

  static void cut(ProcessWorld world, String application) {
    try (Connection connection = world.database().getConnection()) {
      cut(connection, application);
    } catch (SQLException outage) {
      // the database is down: nothing to cut
    }
  }

  /** Ends the connections whose application name matches the pattern; returns their number. */
  static int cut(Connection connection, String application) {
    try (var statement =
        connection.prepareStatement(
            """
            select count(pg_terminate_backend(a.pid)) from pg_stat_activity a
            where a.datname = current_database() and a.application_name like ?
            """)) {
      statement.setString(1, application);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException lost) {
      throw new IllegalStateException(lost);
    }
  }
}
