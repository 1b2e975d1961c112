package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.DatabaseFault;
import dev.sessioncleanup.deletion.Patience;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Spring Batch's books, kept with patience: without it an outage of the database between two chunks
 * would leave the execution in a state that nothing restarts.
 */
final class PatientRepository {
  private final JobRepository repository;
  private final Patience patience;

  private PatientRepository(JobRepository repository, Patience patience) {
    this.repository = repository;
    this.patience = patience;
  }

  static JobRepository around(JobRepository repository, Patience patience) {
    var patient = new PatientRepository(repository, patience);
    return (JobRepository)
        Proxy.newProxyInstance(
            JobRepository.class.getClassLoader(),
            new Class<?>[] {JobRepository.class},
            (proxy, method, arguments) -> patient.insist(method, arguments));
  }

  private @Nullable Object insist(Method method, @Nullable Object[] arguments) {
    boolean[] inDoubt = new boolean[1];
    Object[] answer = new Object[1];
    patience.insist(
        () -> {
          try {
            if (inDoubt[0]) {
              adoptVersion(arguments);
            }
            answer[0] = call(method, arguments);
          } catch (RuntimeException failure) {
            inDoubt[0] |= DatabaseFault.passes(failure);
            throw failure;
          }
          return true;
        });
    return answer[0];
  }

  /**
   * The update may have been committed without this process hearing of it; nobody else writes these
   * rows.
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

  private @Nullable Object call(Method method, @Nullable Object[] arguments) {
    try {
      return method.invoke(repository, arguments);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new UndeclaredThrowableException(thrown.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
