package dev.sessioncleanup.job;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.seal.Seals;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.sweep.AccountRuns;
import dev.sessioncleanup.sweep.ClaimBatch;
import dev.sessioncleanup.sweep.RunComponents;
import dev.sessioncleanup.sweep.RunInProgress;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.sweep.SweepRequest;
import dev.sessioncleanup.tracking.Standings;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;

/**
 * Executes the runs of one account without Spring Batch: calls reader, processor, writer and
 * listener in the order in which the step calls them.
 */
public final class DirectRuns {
  private final AccountRuns runs;

  /** What one process uses. */
  public record Ports(
      CleanupProperties settings,
      Ledger ledger,
      Backlog backlog,
      Runs runs,
      Standings standings,
      Function<Run, RateLimiter> limiter,
      Pave pave,
      Runnable checkLock,
      Scheduler scheduler,
      DoubleSupplier chance) {}

  public DirectRuns(Ports ports, SweepRequest request) {
    this.runs =
        new AccountRuns(
            new Components(ports),
            DirectRuns::execute,
            request,
            request.accounts().getFirst(),
            ports.scheduler().nanos());
  }

  public List<RunSummary> call() {
    return runs.call();
  }

  /** Stops the run as on SIGTERM. */
  public void stop(Duration grace) {
    runs.stop(grace);
  }

  private static void execute(RunInProgress run) {
    try {
      run.begin(1);
      ClaimReader reader = new ClaimReader(run);
      StaleSessionFilter filter = new StaleSessionFilter(run);
      DeletionWriter writer = new DeletionWriter(run);
      for (ClaimBatch batch = reader.read(); batch != null; batch = reader.read()) {
        writer.write(Chunk.of(filter.process(batch)));
      }
    } catch (RuntimeException failure) {
      run.fault(failure);
    }
    run.end();
  }

  private record Components(Ports ports) implements RunComponents {
    private static final Seals NO_SEALS =
        new Seals() {
          @Override
          public void sealEnded(String account, BooleanSupplier stopped) {}

          @Override
          public void countDays(BooleanSupplier stopped) {}

          @Override
          public @Nullable String of(long runId) {
            return null;
          }
        };

    @Override
    public Seals seals() {
      return NO_SEALS;
    }

    @Override
    public CleanupProperties settings() {
      return ports.settings();
    }

    @Override
    public Ledger ledger() {
      return ports.ledger();
    }

    @Override
    public Backlog backlog() {
      return ports.backlog();
    }

    @Override
    public Runs runs() {
      return ports.runs();
    }

    @Override
    public Standings standings() {
      return ports.standings();
    }

    @Override
    public RateLimiter limiter(Run run, Ceiling ceiling) {
      return ports.limiter().apply(run);
    }

    @Override
    public Pave pave(String account) {
      return ports.pave();
    }

    @Override
    public void checkLock() {
      ports.checkLock().run();
    }

    @Override
    public Scheduler scheduler() {
      return ports.scheduler();
    }

    @Override
    public DoubleSupplier chance() {
      return ports.chance();
    }
  }
}
