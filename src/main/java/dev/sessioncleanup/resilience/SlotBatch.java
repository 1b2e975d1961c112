package dev.sessioncleanup.resilience;

/**
 * The number of slots to ask for at once. It falls while granted slots have passed before they can
 * be used, because the machine is slower than the ceiling: a slot that is not used costs as much
 * work as one that is. It rises while slots are used. Not safe for use by many threads.
 */
public final class SlotBatch {
  /** A machine that only stalls now and then must not lose its pace. */
  private static final int FEWEST = 16;

  private static final int MOST = 2000;

  private int most = MOST;
  private int asked;
  private int used;
  private boolean reduced;
  private long lastSlot;
  private long lastBeforeReduction;

  /** So many slots are asked for now. */
  public void asked(int slots) {
    asked = slots;
  }

  /** A slot was granted that starts then, nanoseconds of the monotonic clock. */
  public void granted(long start) {
    lastSlot = start;
  }

  /** A slot was used. */
  public void used() {
    used++;
    if (used >= most) {
      used = 0;
      most = Math.min(MOST, most + most / 8);
    }
  }

  /**
   * A slot passed unused. Misses among slots that were granted before the last reduction are
   * ignored: they have the same cause.
   *
   * @param start of the slot
   */
  public void missed(long start) {
    if (reduced && start - lastBeforeReduction <= 0) {
      return;
    }
    reduced = true;
    lastBeforeReduction = lastSlot;
    used = 0;
    most = Math.max(FEWEST, Math.min(most, asked) * 3 / 4);
  }

  public int most() {
    return most;
  }
}
