package dev.sessioncleanup.job;

import dev.sessioncleanup.sweep.ClaimBatch;
import dev.sessioncleanup.sweep.RunInProgress;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Records outcomes that need no call, and passes the other claims to the engine. It returns before
 * they are done; the engine records their outcomes when replies arrive.
 */
final class DeletionWriter implements ItemWriter<ClaimBatch> {
  private final RunInProgress run;

  DeletionWriter(RunInProgress run) {
    this.run = run;
  }

  @Override
  public void write(Chunk<? extends ClaimBatch> chunk) {
    for (ClaimBatch batch : chunk) {
      run.write(batch);
    }
  }
}
