package dev.sessioncleanup.restart;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Points of a run at which a disruption is applied. */
enum InjectionPoint {
  /** At a random time during or after the start of the program. */
  ANY {
    @Override
    void await(ProcessWorld world, Random random, ChildProcess child) {
      child.endsWithin(Duration.ofMillis(random.nextInt(4000)));
    }
  },
  /** The run is planned by the job's listener, before its step begins. */
  PLANNING {
    @Override
    void await(ProcessWorld world, Random random, ChildProcess child) {
      awaitNew(world, child, "batch_job_execution", "job_execution_id", "true");
    }
  },
  CLAIMED {
    @Override
    void await(ProcessWorld world, Random random, ChildProcess child) {
      poll(
          world,
          child,
          "select count(*) from session_audit where outcome is null and claimed_at > now() - interval '1 second'");
    }
  },
  /** PAVE processed the request, and its reply is blocked until the disruption is applied. */
  BEFORE_REPLY {
    @Override
    void await(ProcessWorld world, Random random, ChildProcess child) {
      BlockedReplies blocked = new BlockedReplies(random.nextInt(6));
      world.blockReplies(blocked);
      ProcessWorld.await(LONGEST, () -> blocked.reached() || !child.alive());
    }
  },
  /** The reply was sent; the disruption falls between the reply and the record, or just after. */
  AFTER_REPLY {
    @Override
    void await(ProcessWorld world, Random random, ChildProcess child) {
      CountDownLatch replied = new CountDownLatch(1 + random.nextInt(12));
      world.pave.beforeReply(exchange -> replied.countDown());
      ProcessWorld.await(LONGEST, () -> replied.getCount() == 0 || !child.alive());
      child.endsWithin(Duration.ofMillis(random.nextInt(12)));
    }
  },
  RECORDED {
    @Override
    void await(ProcessWorld world, Random random, ChildProcess child) {
      long before = world.audited("a.outcome is not null");
      long more = before + 1 + random.nextInt(10);
      poll(
          world,
          child,
          "select (count(*) >= %d)::integer from session_audit where outcome is not null"
              .formatted(more));
    }
  },
  /** The run is closed by the job's listener, after its step has ended. */
  CLOSING {
    @Override
    void await(ProcessWorld world, Random random, ChildProcess child) {
      awaitNew(world, child, "batch_step_execution", "step_execution_id", "end_time is not null");
    }
  };

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Returns when the run reaches the point, has ended, or a time limit has passed. */
  abstract void await(ProcessWorld world, Random random, ChildProcess child);

  /** Waits for a row that is not there yet and fulfils the condition. */
  private static void awaitNew(
      ProcessWorld world, ChildProcess child, String table, String id, String condition) {
    long before = world.number("select coalesce(max(%s), 0) from %s".formatted(id, table));
    poll(
        world,
        child,
        "select count(*) from %s where %s > %d and %s".formatted(table, id, before, condition));
  }

  private static void poll(ProcessWorld world, ChildProcess child, String sql) {
    ProcessWorld.await(LONGEST, () -> !child.alive() || world.number(sql) > 0);
  }
}
