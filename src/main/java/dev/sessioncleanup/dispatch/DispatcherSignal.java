package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;

/**
 * Wakes the dispatcher. New work does not wake it while it would not request a slot anyway; an
 * urgent signal always does. Safe for use by many threads.
 */
final class DispatcherSignal {
  private final Waiter waiter;
  private boolean work;
  private boolean urgent;
  private boolean ignoresWork;

  DispatcherSignal(Scheduler scheduler) {
    this.waiter = new Waiter(scheduler);
  }

  /** There is work for the dispatcher, or a call has ended. */
  synchronized void work() {
    work = true;
    if (!ignoresWork) {
      waiter.changed();
    }
  }

  synchronized void urgent() {
    urgent = true;
    waiter.changed();
  }

  /** Waits until that moment, or until a signal since the last call. */
  void await(long until, boolean ignoreWork) {
    ignoreWork(ignoreWork);
    waiter.await(this::take, until);
    ignoreWork(false);
  }

  private synchronized void ignoreWork(boolean ignore) {
    ignoresWork = ignore;
  }

  private synchronized boolean take() {
    boolean signal = urgent || (work && !ignoresWork);
    if (signal) {
      urgent = false;
      work = false;
    }
    return signal;
  }
}
