package dev.sessioncleanup.restart;

import dev.sessioncleanup.simulator.Exchange;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Points of a run at which something is done to it. */
enum Moment {
  /** Somewhere in the start of the program or after it. */
  ANY {
    @Override
    void await(World world, Random random, Child child) {
      World.pause(Duration.ofMillis(random.nextInt(4000)));
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
      Held held = new Held(random.nextInt(6));
      world.pave.beforeReply(held);
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
      World.pause(Duration.ofMillis(random.nextInt(12)));
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

  /** Lets some replies pass, then holds all back until it is replaced, or for two seconds. */
  private static final class Held implements Consumer<Exchange> {
    private static final int LONGEST_MILLIS = 2000;
    private final AtomicInteger left;
    private final CountDownLatch reached = new CountDownLatch(1);

    Held(int passing) {
      this.left = new AtomicInteger(passing);
    }

    boolean reached() {
      return reached.getCount() == 0;
    }

    @Override
    public void accept(Exchange exchange) {
      if (left.getAndDecrement() <= 0) {
        reached.countDown();
        holdBack();
      }
    }

    private static void holdBack() {
      try {
        TimeUnit.MILLISECONDS.sleep(LONGEST_MILLIS);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
