package dev.sessioncleanup.pacing;

import dev.sessioncleanup.settings.Rate;

/**
 * The ceiling of a run in this process. An operator may change it while the run goes on. Safe for
 * use by many threads.
 */
public final class Ceiling {
  private volatile Rate rate;
  private volatile SlotSpacing spacing;

  public Ceiling(Rate rate) {
    this.rate = rate;
    this.spacing = SlotSpacing.of(rate);
  }

  public Rate rate() {
    return rate;
  }

  /** The slots of this ceiling. */
  public SlotSpacing spacing() {
    return spacing;
  }

  /** Changes the ceiling; returns whether it was another one. */
  public synchronized boolean change(Rate other) {
    if (other.equals(rate)) {
      return false;
    }
    rate = other;
    spacing = SlotSpacing.of(other);
    return true;
  }
}
