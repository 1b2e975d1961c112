package dev.sessioncleanup.concurrent;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.MDC;

/** Virtual threads and the machine's monotonic clock. */
public final class SystemScheduler implements Scheduler {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Thread start(String name, Runnable task) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              if (context != null) {
                MDC.setContextMap(context); // log lines of the thread name the same run
              }
              task.run();
            });
  }

  @Override
  public void park() {
    LockSupport.park();
  }

  @Override
  public void park(long nanos) {
    LockSupport.parkNanos(nanos);
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }
}
