package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotBatchTest {
  private final SlotBatch batch = new SlotBatch();

  SlotBatchTest() {
    batch.asked(400);
  }

  @Test
  void missedSlotReducesWhatIsAskedFor() {
    batch.granted(1000);

    batch.missed(1000);

    assertThat(batch.most()).isEqualTo(300);
  }

  @Test
  void missesOfOneBatchCountOnce() {
    batch.granted(1000);
    batch.granted(1200);
    batch.missed(1000);

    batch.missed(1200);
    assertThat(batch.most()).isEqualTo(300);

    batch.granted(1300);
    batch.missed(1300);
    assertThat(batch.most()).isEqualTo(225);
  }

  @Test
  void atLeastAHandfulIsAlwaysAskedFor() {
    for (int slot = 1; slot < 50; slot++) {
      batch.granted(slot);
      batch.missed(slot);
    }

    assertThat(batch.most()).isEqualTo(16);
  }

  @Test
  void usedSlotsRaiseItAgain() {
    batch.granted(1);
    batch.missed(1);

    use(299);
    assertThat(batch.most()).isEqualTo(300);
    use(1);
    assertThat(batch.most()).isEqualTo(337);
    use(100_000);
    assertThat(batch.most()).isEqualTo(2000);
  }

  private void use(int slots) {
    for (int i = 0; i < slots; i++) {
      batch.used();
    }
  }
}
