package dev.sessioncleanup.job;

import dev.sessioncleanup.database.DatabaseFault;
import dev.sessioncleanup.runs.DatabaseRetry;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Optional;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Repeats calls to the job repository while the database is unavailable. Without this an outage
 * between two chunks would leave the execution in a state that cannot be restarted.
 */
final class RetryingJobRepository implements MethodInterceptor {
  private final JobRepository repository;
  private final DatabaseRetry retry;

  private RetryingJobRepository(JobRepository repository, DatabaseRetry retry) {
    this.repository = repository;
    this.retry = retry;
  }

  static JobRepository around(JobRepository repository, DatabaseRetry retry) {
    ProxyFactory proxies =
        new ProxyFactory(JobRepository.class, new RetryingJobRepository(repository, retry));
    proxies.setTarget(repository);
    return (JobRepository) proxies.getProxy();
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) {
    boolean[] inDoubt = new boolean[1];
    return retry
        .call(
            () -> {
              try {
                if (inDoubt[0]) {
                  adoptVersion(call.getArguments());
                }
                return Optional.ofNullable(proceed(call));
              } catch (RuntimeException failure) {
                inDoubt[0] |= DatabaseFault.isTransient(failure);
                throw failure;
              }
            })
        .orElse(null);
  }

  /** An invocation can proceed only once; each attempt needs a copy. */
  private static @Nullable Object proceed(MethodInvocation call) {
    try {
      return ((ProxyMethodInvocation) call).invocableClone().proceed();
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable checked) {
      throw new UndeclaredThrowableException(checked);
    }
  }

  /**
   * The update may be committed although its reply was lost. No other process writes these rows.
   */
  private void adoptVersion(@Nullable Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof StepExecution step) {
        StepExecution stored = repository.getStepExecution(step.getId());
        if (stored != null && stored.getVersion() != null) {
          step.setVersion(stored.getVersion());
        }
      } else if (argument instanceof JobExecution job) {
        JobExecution stored = repository.getJobExecution(job.getId());
        if (stored != null && stored.getVersion() != null) {
          job.setVersion(stored.getVersion());
        }
      }
    }
  }
}
