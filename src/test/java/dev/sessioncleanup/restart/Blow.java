package dev.sessioncleanup.restart;

import dev.sessioncleanup.database.ControlledPostgres.Shutdown;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/** What is done to a run. */
enum Blow {
  KILL(6),
  TERMINATE(3),
  TERMINATE_TWICE(1),
  CUT_ALL_CONNECTIONS(2),
  CUT_LOCK_CONNECTION(2),
  PAVE_AWAY(2),
  ROWS_LOCKED(2),
  DATABASE_RESTART_FAST(1),
  DATABASE_RESTART_IMMEDIATE(1);

  private final int weight;

  Blow(int weight) {
    this.weight = weight;
  }

  static Blow any(Random random) {
    int sum = 0;
    for (Blow blow : values()) {
      sum += blow.weight;
    }
    int left = random.nextInt(sum);
    for (Blow blow : values()) {
      left -= blow.weight;
      if (left < 0) {
        return blow;
      }
    }
    throw new AssertionError("the weights do not add up");
  }

  boolean ofTheDatabase() {
    return name().startsWith("CUT") || name().startsWith("DATABASE");
  }

  void strike(World world, RestartableDatabase database, Child child, Random random) {
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
      case PAVE_AWAY -> {
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

  /** The tracking application in the middle of a long transaction. */
  private static void lockRows(World world, Child child, Random random) {
    try (RowLocks locks = RowLocks.onAll(world)) {
      child.endsWithin(Duration.ofMillis(200 + random.nextInt(1500)));
    } catch (SQLException away) {
      // then there is nothing to lock
    }
  }

  static void cut(World world, String application) {
    try (Connection connection = world.database().getConnection()) {
      cut(connection, application);
    } catch (SQLException away) {
      // then there is nothing to cut
    }
  }

  /** Ends the connections whose application name is like this; returns how many. */
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
