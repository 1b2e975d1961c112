package dev.sessioncleanup.job;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Hands claims to the pipe and returns when they are on their way; outcomes are recorded as replies
 * arrive.
 */
final class DeletingWriter implements ItemWriter<Claims> {
  private final RunContext context;

  DeletingWriter(RunContext context) {
    this.context = context;
  }

  @Override
  public void write(Chunk<? extends Claims> chunk) throws InterruptedException {
    for (Claims claims : chunk) {
      context.pipe().put(claims.claims());
    }
  }
}
