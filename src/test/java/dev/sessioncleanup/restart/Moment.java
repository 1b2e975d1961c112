package dev.sessioncleanup.restart;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Points of a run at which something is done to it. */
enum Moment {
  /** Somewhere in the start of the program or after it. */
  ANY {
    @Override
    void await(World world, Random random, Child child) {
      child.endsWithin(Duration.ofMillis(random.nextInt(4000)));
    }
  },
  PLANNING {
    @Override
    void await(World world, Random random, Child child) {
      long before =
          world.number("select coalesce(max(step_execution_id), 0) from batch_step_execution");
      poll(
          world,
          child,
          "select count(*) from batch_step_execution where step_execution_id > " + before);
    }
  },
  CLAIMED {
    @Override
    void await(World world, Random random, Child child) {
      poll(
          world,
          child,
          "select count(*) from session_audit where outcome is null and claimed_at > now() - interval '1 second'");
    }
  },
  /** PAVE did it, and holds its reply back until the process is dealt with. */
  BEFORE_REPLY {
    @Override
    void await(World world, Random random, Child child) {
      HeldReplies held = new HeldReplies(random.nextInt(6));
      world.holdReplies(held);
      World.await(LONGEST, () -> held.reached() || !child.alive());
    }
  },
  /** The reply goes out, and what is done falls between it and the record, or just after. */
  AFTER_REPLY {
    @Override
    void await(World world, Random random, Child child) {
      CountDownLatch replied = new CountDownLatch(1 + random.nextInt(12));
      world.pave.beforeReply(exchange -> replied.countDown());
      World.await(LONGEST, () -> replied.getCount() == 0 || !child.alive());
      child.endsWithin(Duration.ofMillis(random.nextInt(12)));
    }
  },
  RECORDED {
    @Override
    void await(World world, Random random, Child child) {
      long before = world.audited("a.outcome is not null");
      long more = before + 1 + random.nextInt(10);
      poll(
          world,
          child,
          "select (count(*) >= %d)::integer from session_audit where outcome is not null"
              .formatted(more));
    }
  },
  CLOSING {
    @Override
    void await(World world, Random random, Child child) {
      long before =
          world.number("select coalesce(max(step_execution_id), 0) from batch_step_execution");
      poll(
          world,
          child,
          "select count(*) from batch_step_execution where step_name = 'close' and step_execution_id > "
              + before);
    }
  };

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Returns when the run is there, has ended, or does not get there in a bounded time. */
  abstract void await(World world, Random random, Child child);

  private static void poll(World world, Child child, String sql) {
    World.await(LONGEST, () -> !child.alive() || world.number(sql) > 0);
  }
}
