package dev.sessioncleanup.job;

import dev.sessioncleanup.runs.Run;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/** Spring Batch's own metrics of a run, with its account and kind as labels. */
final class RunObservations {
  private RunObservations() {}

  /**
   * @param meters null where no metrics are wanted
   */
  static ObservationRegistry of(Run run, @Nullable MeterRegistry meters) {
    if (meters == null) {
      return ObservationRegistry.NOOP;
    }
    ObservationRegistry observations = ObservationRegistry.create();
    observations
        .observationConfig()
        // A timer of what is still active would be created without the labels.
        .observationHandler(
            new DefaultMeterObservationHandler(
                meters, DefaultMeterObservationHandler.IgnoredMeters.LONG_TASK_TIMER))
        .observationFilter(
            context ->
                context
                    .addLowCardinalityKeyValue(KeyValue.of("account", run.account()))
                    .addLowCardinalityKeyValue(KeyValue.of("kind", run.command().kind())));
    return observations;
  }
}
